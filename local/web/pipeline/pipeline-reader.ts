import { Rates } from "../rates";
import { RecentMetrics } from "../recent-metrics";
import { shortName } from "../short-name";
import type { AlarmView, Pipeline, PipelineEdge, PipelineNode } from "../snapshot";
import type { Sources } from "../sources";
import { drawApplications } from "./applications";
import { drawDeliveries } from "./deliveries";
import { drawFunctions } from "./functions";
import { type BareNode, nodeId } from "./graph";
import type { Parts } from "./parts";
import { drawStreams } from "./streams";
import { TableItems } from "./table-items";

const producers: BareNode = {
  ...{ id: nodeId.producers, kind: "producers", label: "producers", name: "clients of this endpoint" },
  ...{ facts: [], identities: [] },
};

/** Draws the pipeline from what runs, whoever made it. */
export class PipelineReader {
  readonly #parts: Parts;

  constructor(sources: Sources) {
    this.#parts = {
      ...sources,
      rates: new Rates(sources.clock),
      recent: new RecentMetrics(sources.cloudwatch.metrics, sources.clock),
      tableItems: new TableItems(sources.dynamodb.countItems, sources.notice),
      short: (name) => shortName(name, sources.environment),
    };
  }

  /** As it is now. */
  read(alarms: readonly AlarmView[]): Pipeline {
    const graphs = [drawStreams, drawFunctions, drawDeliveries, drawApplications].map((draw) => draw(this.#parts));
    const nodes = new Map([producers, ...graphs.flatMap((graph) => graph.nodes)].map((node) => [node.id, node]));
    // What leads to or from a resource that is gone leads nowhere.
    const edges = joined(graphs.flatMap((graph) => graph.edges)).filter(
      ({ from, to }) => nodes.has(from) && nodes.has(to),
    );
    const watched = new Map(alarms.map((alarm) => [alarm, watchedBy(alarm, [...nodes.values()])]));
    return {
      nodes: [...nodes.values()].map((node) => {
        const own = alarms.filter((alarm) => watched.get(alarm)?.includes(node));
        return nodeWith(node, own);
      }),
      edges,
    };
  }
}

/** A function's quarantine and its mapping's destination may be the same bucket: between two nodes is one edge of a kind. */
function joined(edges: readonly PipelineEdge[]): readonly PipelineEdge[] {
  const byEnds = new Map<string, PipelineEdge>();
  for (const edge of edges) {
    const ends = `${edge.kind} ${edge.from} ${edge.to}`;
    const same = byEnds.get(ends);
    byEnds.set(ends, same ? { ...same, failed: (same.failed ?? 0) + (edge.failed ?? 0) } : edge);
  }
  return [...byEnds.values()];
}

/** One that compares two resources is about the one that its name begins with. */
function watchedBy({ name, watches }: AlarmView, nodes: readonly BareNode[]): readonly BareNode[] {
  const concerned = nodes.filter(({ identities }) => identities.some((identity) => watches.includes(identity)));
  const named = concerned.filter((node) => name.startsWith(`${node.name}-`));
  return named.length > 0 ? named : concerned;
}

function nodeWith({ identities: _, ...node }: BareNode, alarms: readonly AlarmView[]): PipelineNode {
  const has = (state: AlarmView["state"]) => alarms.some((alarm) => alarm.state === state);
  const state = (["ALARM", "INSUFFICIENT_DATA", "OK"] as const).find(has);
  const firing = alarms.filter((alarm) => alarm.state === "ALARM").map(({ name }) => name);
  return { ...node, state, firing };
}
