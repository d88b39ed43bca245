import type { Stream } from "../../kinesis/stream";
import type { Fact } from "../snapshot";
import { applicationStreams } from "./application-streams";
import { type Graph, nodeId } from "./graph";
import type { Parts } from "./parts";

/** The streams, and the producers of those that no application fills. */
export function drawStreams(parts: Parts): Graph {
  const streams = parts.kinesis.streams();
  const filled = new Set(parts.applications.list().flatMap((application) => applicationStreams(application).filled));
  return {
    nodes: streams.map((stream) => ({
      id: nodeId.stream(stream.name),
      kind: "stream",
      label: parts.short(stream.name),
      name: stream.name,
      facts: factsOf(stream, parts),
      identities: [stream.name],
    })),
    edges: streams
      .filter(({ arn }) => !filled.has(arn))
      .map((stream) => ({
        from: nodeId.producers,
        to: nodeId.stream(stream.name),
        kind: "flow",
        perSecond: arrivals(stream, parts),
      })),
  };
}

/** Records that a stream takes in a second. */
export function arrivals({ id, recordCount }: Stream, { rates }: Parts): number | undefined {
  return rates.perSecond(`arrivals ${id}`, recordCount);
}

function factsOf(stream: Stream, { recent }: Parts): readonly Fact[] {
  const dimensions = { StreamName: stream.name };
  const ageMs = recent.newest("AWS/Kinesis", "GetRecords.IteratorAgeMilliseconds", dimensions, "Maximum");
  const throttled = recent.newest("AWS/Kinesis", "WriteProvisionedThroughputExceeded", dimensions, "Average") ?? 0;
  return [
    { label: "shards", value: stream.openShards().length },
    ...(ageMs === undefined ? [] : [{ label: "age", value: ageMs, unit: "ms" as const }]),
    ...(throttled > 0 ? [{ label: "throttled", value: `${Math.ceil(throttled * 100)} %`, isBad: true }] : []),
    ...(stream.status === "ACTIVE" ? [] : [{ label: "is", value: stream.status }]),
  ];
}
