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

function edgesOf(application: Application, parts: Parts): readonly PipelineEdge[] {
  const own = nodeId.application(application.name);
  return Object.entries(applicationStreams(application)).flatMap(([table, arn]): readonly PipelineEdge[] => {
    const id = nodeId.stream(nameOfArn(arn));
    if (table === "input") return [{ from: id, to: own, kind: "flow" }];
    const stream = parts.kinesis.findStream(arn);
    return [{ from: own, to: id, kind: "flow", perSecond: stream && arrivals(stream, parts) }];
  });
}
