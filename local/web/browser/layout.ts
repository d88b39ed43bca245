import type { Pipeline, PipelineEdge, PipelineNode } from "../snapshot";

/** Where a node stands, pixels. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where an edge runs, and where what it tells is written. */
export interface Route {
  readonly edge: PipelineEdge;
  /** As an SVG path has it. */
  readonly path: string;
  readonly label: { readonly x: number; readonly y: number; readonly anchor: "middle" | "end" };
}

/** A drawing of the pipeline. */
export interface Layout {
  readonly height: number;
  readonly boxes: ReadonlyMap<string, Box>;
  readonly routes: readonly Route[];
}

/** What it takes to read a column from left to right; a narrower page is read from top to bottom. */
const minColumnWidth = 190;
const boxHeight = 92;
const failuresHeight = 38;
const rowGap = 14;
const failureGap = 28;

/** Lays the pipeline out on a page so wide. */
export function layOut(pipeline: Pipeline, width: number): Layout {
  const tree = treeOf(pipeline);
  const columns = Math.max(...tree.map(({ depth }) => depth)) + 1;
  return width >= columns * minColumnWidth ? across(pipeline, tree, columns, width) : downwards(pipeline, tree, width);
}

/** A node in the order in which a person reads the pipeline: each follows what it gets its records from. */
interface Placed {
  readonly node: PipelineNode;
  readonly parent: string | undefined;
  readonly depth: number;
}

/** All nodes but those that take failures, each behind the one that leads furthest to it. */
function treeOf({ nodes, edges }: Pipeline): readonly Placed[] {
  const flowing = nodes.filter(({ kind }) => kind !== "failures");
  const depths = new Map(flowing.map(({ id }) => [id, 0]));
  const flows = edges.filter(({ kind }) => kind === "flow");
  // As often as the longest way can be; a circle ends there.
  for (const _ of flowing) {
    for (const { from, to } of flows) depths.set(to, Math.max(depths.get(to) ?? 0, (depths.get(from) ?? 0) + 1));
  }
  const placed: Placed[] = [];
  const place = (node: PipelineNode, parent: string | undefined, depth: number) => {
    if (placed.some((one) => one.node === node)) return;
    placed.push({ node, parent, depth });
    const next = flows.filter(
      ({ from, to }) => from === node.id && (depths.get(to) ?? 0) === (depths.get(from) ?? 0) + 1,
    );
    for (const { to } of next) {
      const child = flowing.find(({ id }) => id === to);
      if (child) place(child, node.id, depth + 1);
    }
  };
  for (const node of flowing) if (depths.get(node.id) === 0) place(node, undefined, 0);
  for (const node of flowing) place(node, undefined, depths.get(node.id) ?? 0);
  return placed;
}

function across(pipeline: Pipeline, tree: readonly Placed[], columns: number, width: number): Layout {
  const columnWidth = width / columns;
  const boxWidth = Math.min(220, columnWidth - 56);
  const step = (width - boxWidth) / Math.max(1, columns - 1);
  const rows = rowsOf(tree);
  const pitch = boxHeight + rowGap;
  const boxes = new Map(
    tree.map(({ node, depth }): [string, Box] => [
      node.id,
      { x: depth * step, y: (rows.get(node.id) ?? 0) * pitch, width: boxWidth, height: boxHeight },
    ]),
  );
  const bottom = Math.max(...[...boxes.values()].map(({ y }) => y + boxHeight)) + failureGap;
  const failures = pipeline.nodes.filter(({ kind }) => kind === "failures");
  const failureWidth = (width - rowGap * Math.max(0, failures.length - 1)) / Math.max(1, failures.length);
  for (const [at, { id }] of failures.entries()) {
    boxes.set(id, { x: at * (failureWidth + rowGap), y: bottom, width: failureWidth, height: failuresHeight });
  }
  const height = failures.length > 0 ? bottom + failuresHeight : bottom - failureGap;
  const routes = route(pipeline, boxes, (edge, from, to) => {
    if (edge.kind === "flow") return flowAcross(edge, from, to);
    // Down the gap between two columns, those of one box side by side.
    const x = from.x + from.width + 12;
    const y = from.y + from.height - 12;
    const path = `M${from.x + from.width} ${y}H${x - 6}Q${x} ${y} ${x} ${y + 6}V${to.y}`;
    return { edge, path, label: { x: x + 4, y: to.y - 8, anchor: "middle" } };
  });
  return { height, boxes, routes };
}

/** Each leaf has a row of its own; what leads to several stands in their middle. */
function rowsOf(tree: readonly Placed[]): ReadonlyMap<string, number> {
  const rows = new Map<string, number>();
  let leaves = 0;
  for (const { node } of tree.toReversed()) {
    const below = tree.filter(({ parent }) => parent === node.id).map((child) => rows.get(child.node.id) ?? 0);
    rows.set(node.id, below.length > 0 ? (Math.min(...below) + Math.max(...below)) / 2 : leaves++);
  }
  const last = leaves - 1;
  return new Map([...rows].map(([id, row]) => [id, last - row]));
}

function flowAcross(edge: PipelineEdge, from: Box, to: Box): Route {
  const start = { x: from.x + from.width, y: from.y + from.height / 2 };
  const end = { x: to.x, y: to.y + to.height / 2 };
  const bend = (end.x - start.x) / 2;
  return {
    edge,
    path: `M${start.x} ${start.y}C${start.x + bend} ${start.y} ${end.x - bend} ${end.y} ${end.x} ${end.y}`,
    label: { x: end.x - 26, y: end.y - 7, anchor: "middle" },
  };
}

/** A wide box has room for what it tells in fewer lines. */
const lowHeight = 78;
const indent = 14;
const railWidth = 12;

function downwards(pipeline: Pipeline, tree: readonly Placed[], width: number): Layout {
  const failures = pipeline.nodes.filter(({ kind }) => kind === "failures");
  const lines = [...tree, ...failures.map((node) => ({ node, depth: 0 }))];
  const boxes = new Map(
    lines.map(({ node, depth }, at): [string, Box] => {
      const x = depth * indent;
      return [node.id, { x, y: at * (lowHeight + rowGap), width: width - x - railWidth, height: lowHeight }];
    }),
  );
  const parents = new Map(tree.map(({ node, parent }) => [node.id, parent]));
  const routes = route(pipeline, boxes, (edge, from, to) => {
    const label = { x: to.x + to.width - 10, y: to.y + to.height - 10, anchor: "end" as const };
    const middle = to.y + to.height / 2;
    if (edge.kind === "flow" && parents.get(edge.to) === edge.from) {
      return { edge, path: `M${from.x + 7} ${from.y + from.height}V${middle}H${to.x}`, label };
    }
    const path = `M${from.x + from.width} ${from.y + from.height / 2}H${width - 3}V${middle}H${to.x + to.width}`;
    return { edge, path, label };
  });
  return { height: lines.length * (lowHeight + rowGap) - rowGap, boxes, routes };
}

function route(
  { edges }: Pipeline,
  boxes: ReadonlyMap<string, Box>,
  run: (edge: PipelineEdge, from: Box, to: Box) => Route,
): readonly Route[] {
  return edges.flatMap((edge) => {
    const from = boxes.get(edge.from);
    const to = boxes.get(edge.to);
    return from && to ? [run(edge, from, to)] : [];
  });
}
