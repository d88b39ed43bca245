import type { Application } from "../../flink/application";
import type { PipelineEdge } from "../snapshot";
import { applicationStreams } from "./application-streams";
import { type BareNode, type Graph, nameOfArn, nodeId } from "./graph";
import type { Parts } from "./parts";
import { arrivals } from "./streams";

/** The Flink applications, between the streams that they read and those that they fill. */
export function drawApplications(parts: Parts): Graph {
  const applications = parts.applications.list();
  return {
    nodes: applications.map((application) => applicationNode(application, parts)),
    edges: applications.flatMap((application) => edgesOf(application, parts)),
  };
}

function applicationNode({ name, run }: Application, { short }: Parts): BareNode {
  const isWell = run.failure === undefined;
  return {
    ...{ id: nodeId.application(name), kind: "application", label: short(name), name, identities: [name] },
    facts: [{ label: "job", value: run.status, isBad: !isWell }],
  };
}

/** A job is asked each quarter of a minute, and Flink itself counts each ten seconds. */
const toldWindowMs = 60_000;

function edgesOf(application: Application, parts: Parts): readonly PipelineEdge[] {
  const own = nodeId.application(application.name);
  const { read, filled } = applicationStreams(application);
  const told = application.run.read;
  const taken = told && parts.rates.perSecond(`taken ${application.name}`, told.count, toldWindowMs, told.atMs);
  return [
    ...read.map(
      (arn): PipelineEdge => ({ from: nodeId.stream(nameOfArn(arn)), to: own, kind: "flow", perSecond: taken }),
    ),
    ...filled.map((arn): PipelineEdge => {
      const stream = parts.kinesis.findStream(arn);
      const perSecond = stream && arrivals(stream, parts);
      return { from: own, to: nodeId.stream(nameOfArn(arn)), kind: "flow", perSecond };
    }),
  ];
}
