import type { FirehoseStream } from "../../firehose/firehose-stream";
import type { Fact, PipelineEdge } from "../snapshot";
import { addressOf, deliveryPlaces } from "./delivery-places";
import { type BareNode, type Graph, nameOfArn, nodeId } from "./graph";
import type { Parts } from "./parts";

/** The delivery streams, and where they deliver to. */
export function drawDeliveries(parts: Parts): Graph {
  const streams = parts.firehose.deliveryStreams();
  return {
    nodes: streams.flatMap((stream) => [deliveryNode(stream, parts), destinationNode(stream, parts)]),
    edges: streams.flatMap((stream) => [sourceEdge(stream, parts), destinationEdge(stream, parts)]),
  };
}

const freshnessMetrics = {
  s3: "DeliveryToS3.DataFreshness",
  redshift: "DeliveryToS3.DataFreshness",
  opensearch: "DeliveryToAmazonOpenSearchService.DataFreshness",
  splunk: "DeliveryToSplunk.DataFreshness",
  "http-endpoint": "DeliveryToHttpEndpoint.DataFreshness",
} as const;

function deliveryNode({ settings, delivery, status }: FirehoseStream, { short, recent }: Parts): BareNode {
  const { name, destination } = settings;
  const { buffered, unread, failed } = delivery.statistics;
  const own = { DeliveryStreamName: name };
  const freshnessSeconds = recent.newest("AWS/Firehose", freshnessMetrics[destination.kind], own, "Maximum");
  const transform = transformOf(destination);
  const facts: Fact[] = [
    { label: "buffered", value: buffered },
    ...(unread > 0 ? [{ label: "unread", value: unread }] : []),
    ...(freshnessSeconds === undefined
      ? []
      : [{ label: "freshness", value: freshnessSeconds * 1000, unit: "ms" as const }]),
    ...(failed > 0 ? [{ label: "failed", value: failed, isBad: true }] : []),
    ...(transform === undefined ? [] : [{ label: "by", value: short(transform) }]),
    ...(status === "ACTIVE" ? [] : [{ label: "is", value: status }]),
  ];
  return {
    ...{ id: nodeId.delivery(name), kind: "delivery", label: short(name), name, facts },
    identities: transform === undefined ? [name] : [name, transform],
  };
}

/** The name of the function that records pass on their way. */
function transformOf({ description }: FirehoseStream["settings"]["destination"]): string | undefined {
  const parameters = description.ProcessingConfiguration?.Processors?.flatMap(({ Parameters = [] }) => Parameters);
  const arn = parameters?.find(({ ParameterName }) => ParameterName === "LambdaArn")?.ParameterValue;
  // With its version behind it.
  return arn?.split(":")[6];
}

function destinationNode({ settings }: FirehoseStream, { short }: Parts): BareNode {
  const { destination } = settings;
  const { data } = deliveryPlaces(destination);
  const node = { id: nodeId.destination(settings.name), kind: "destination" as const, facts: [], identities: [] };
  if (destination.kind !== "s3") return { ...node, label: destination.kind, name: addressOf(destination) };
  const { bucket = "", prefix = "" } = data ?? {};
  const folder = prefix.slice(0, prefix.lastIndexOf("/") + 1);
  return { ...node, label: folder || short(bucket), name: `s3://${bucket}/${folder}` };
}

function sourceEdge({ settings, delivery }: FirehoseStream, { rates }: Parts): PipelineEdge {
  const { name, sourceArn } = settings;
  return {
    from: sourceArn === undefined ? nodeId.producers : nodeId.stream(nameOfArn(sourceArn)),
    to: nodeId.delivery(name),
    kind: "flow",
    perSecond: rates.perSecond(`received ${name}`, delivery.statistics.received),
  };
}

function destinationEdge({ settings, delivery }: FirehoseStream, { rates }: Parts): PipelineEdge {
  return {
    from: nodeId.delivery(settings.name),
    to: nodeId.destination(settings.name),
    kind: "flow",
    // A delivery comes once a buffer, and none in most spans of a few seconds.
    perSecond: rates.perSecond(`delivered ${settings.name}`, delivery.statistics.delivered, deliveredWindowMs),
  };
}

const deliveredWindowMs = 120_000;
