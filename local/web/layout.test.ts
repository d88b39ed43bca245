import fc from "fast-check";
import { layOut } from "./browser/layout";
import type { Pipeline, PipelineEdge, PipelineNode } from "./snapshot";

const nodeOf = (id: string, kind: PipelineNode["kind"] = "stream"): PipelineNode => ({
  ...{ id, kind, label: id, name: id, facts: [], firing: [] },
});

/** Of any shape: circles, several ways to one node, nodes that nothing leads to. */
const anyPipeline: fc.Arbitrary<Pipeline> = fc
  .record({ count: fc.integer({ min: 1, max: 14 }), failures: fc.integer({ min: 0, max: 3 }) })
  .chain(({ count, failures }) => {
    const nodes = [
      ...Array.from({ length: count }, (_, at) => nodeOf(`n${at}`)),
      ...Array.from({ length: failures }, (_, at) => nodeOf(`f${at}`, "failures")),
    ];
    const flow = fc
      .tuple(fc.nat(count - 1), fc.nat(count - 1))
      .map(([from, to]): PipelineEdge => ({ from: `n${from}`, to: `n${to}`, kind: "flow" }));
    const failure = fc
      .tuple(fc.nat(count - 1), fc.nat(Math.max(0, failures - 1)))
      .map(([from, to]): PipelineEdge => ({ from: `n${from}`, to: `f${to}`, kind: "failure" }));
    const edges = fc.tuple(fc.array(flow, { maxLength: 20 }), fc.array(failure, { maxLength: failures > 0 ? 6 : 0 }));
    return edges.map(([flows, others]) => ({ nodes, edges: [...flows, ...others] }));
  });

describe("the layout of a pipeline", () => {
  it("gives each node a place of its own on the page, and each edge a way, whatever their graph and the width", () => {
    fc.assert(
      fc.property(anyPipeline, fc.constantFrom(340, 800, 1_400, 3_000), (pipeline, width) => {
        const { boxes, routes, height } = layOut(pipeline, width);
        expect([...boxes.keys()].sort()).toEqual(pipeline.nodes.map(({ id }) => id).sort());
        expect(routes.map(({ edge }) => edge)).toEqual(pipeline.edges);
        const all = [...boxes.values()];
        for (const box of all) {
          expect(box.x).toBeGreaterThanOrEqual(0);
          expect(box.y).toBeGreaterThanOrEqual(0);
          expect(box.x + box.width).toBeLessThanOrEqual(width + 0.01);
          expect(box.y + box.height).toBeLessThanOrEqual(height + 0.01);
        }
        for (const [at, one] of all.entries()) {
          for (const other of all.slice(at + 1)) expect(overlap(one, other)).toBe(false);
        }
      }),
    );
  });

  it("reads from left to right, and from top to bottom where there is no room for that", () => {
    const pipeline: Pipeline = {
      nodes: ["a", "b", "c"].map((id) => nodeOf(id)),
      edges: [
        { from: "a", to: "b", kind: "flow" },
        { from: "b", to: "c", kind: "flow" },
      ],
    };
    const placesAt = (width: number) => {
      const { boxes } = layOut(pipeline, width);
      return ["a", "b", "c"].flatMap((id) => boxes.get(id) ?? []);
    };
    const wide = placesAt(1_200);
    expect(wide.map(({ x }) => x)).toEqual([...wide.map(({ x }) => x)].sort((one, other) => one - other));
    expect(new Set(wide.map(({ y }) => y)).size).toBe(1);
    const narrow = placesAt(340);
    expect(new Set(narrow.map(({ y }) => y)).size).toBe(3);
    expect(narrow.map(({ y }) => y)).toEqual([...narrow.map(({ y }) => y)].sort((one, other) => one - other));
  });
});

function overlap(
  one: { x: number; y: number; width: number; height: number },
  other: { x: number; y: number; width: number; height: number },
): boolean {
  const isBeside = one.x + one.width <= other.x || other.x + other.width <= one.x;
  const isAbove = one.y + one.height <= other.y || other.y + other.height <= one.y;
  return !isBeside && !isAbove;
}
