import type { PipelineEdge, PipelineNode } from "../snapshot";

/** A node before its alarms are looked at. */
export interface BareNode extends Omit<PipelineNode, "state" | "firing"> {
  /** The values of CloudWatch's dimensions that are its own: its name, the UUIDs of its mappings. */
  readonly identities: readonly string[];
}

/** A part of the pipeline: nodes of several parts that have the same id are one. */
export interface Graph {
  readonly nodes: readonly BareNode[];
  readonly edges: readonly PipelineEdge[];
}

/** What tells a node of one kind from those of another. */
export const nodeId = {
  producers: "producers",
  stream: (name: string) => `stream:${name}`,
  function: (name: string) => `function:${name}`,
  table: (name: string) => `table:${name}`,
  delivery: (name: string) => `delivery:${name}`,
  application: (name: string) => `application:${name}`,
  destination: (address: string) => `destination:${address}`,
  failures: (name: string) => `failures:${name}`,
} as const;

/** The last part of an ARN. */
export function nameOfArn(arn: string): string {
  return arn.slice(Math.max(arn.lastIndexOf(":"), arn.lastIndexOf("/")) + 1);
}
