import type { Fact, Pipeline, PipelineEdge, PipelineNode } from "../snapshot";
import { stateWords } from "./alarms";
import { byId, drawn, element } from "./element";
import { count, duration, rate } from "./format";
import { layOut } from "./layout";

/** A node or an edge that is drawn, and how it is brought up to date. */
interface Drawing {
  readonly nodes: ReadonlyMap<string, HTMLLIElement>;
  readonly edges: ReadonlyMap<string, SVGGElement>;
}

/** Draws the pipeline: where it has the same parts as before, only what they tell is written anew. */
export class PipelineDrawing {
  readonly #root = byId("pipeline", HTMLElement);
  #shape = "";
  #drawing: Drawing = { nodes: new Map(), edges: new Map() };
  #pipeline: Pipeline | undefined;

  constructor() {
    new ResizeObserver(() => this.#draw()).observe(this.#root);
  }

  show(pipeline: Pipeline): void {
    this.#pipeline = pipeline;
    this.#draw();
  }

  #draw(): void {
    const pipeline = this.#pipeline;
    if (!pipeline) return;
    const { nodes, edges } = pipeline;
    const width = this.#root.clientWidth;
    const shape = JSON.stringify([width, nodes.map(({ id }) => id), edges.map(edgeId)]);
    if (shape !== this.#shape) this.#drawing = this.#build(pipeline, width);
    this.#shape = shape;
    for (const node of nodes) fillNode(this.#drawing.nodes.get(node.id), node, pipeline);
    for (const edge of edges) fillEdge(this.#drawing.edges.get(edgeId(edge)), edge);
  }

  #build(pipeline: Pipeline, width: number): Drawing {
    const { height, boxes, routes } = layOut(pipeline, width);
    const items = pipeline.nodes.map((node): [string, HTMLLIElement] => {
      const item = element("li");
      const box = boxes.get(node.id);
      if (box) Object.assign(item.style, pixels({ left: box.x, top: box.y, width: box.width, height: box.height }));
      return [node.id, item];
    });
    const groups = routes.map(({ edge, path, label }): [string, SVGGElement] => {
      const text = drawn("text", { x: label.x, y: label.y, "text-anchor": label.anchor });
      return [edgeId(edge), drawn("g", {}, drawn("path", { d: path }), text)];
    });
    this.#root.style.height = `${height}px`;
    this.#root.replaceChildren(
      drawn("svg", { width, height, "aria-hidden": "true" }, ...groups.map(([, group]) => group)),
      element("ul", { "aria-label": "Parts of the pipeline" }, ...items.map(([, item]) => item)),
    );
    return { nodes: new Map(items), edges: new Map(groups) };
  }
}

function edgeId({ from, to, kind }: PipelineEdge): string {
  return `${kind} ${from} ${to}`;
}

function pixels(values: Readonly<Record<string, number>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, `${value}px`]));
}

function fillNode(item: HTMLLIElement | undefined, node: PipelineNode, { nodes, edges }: Pipeline): void {
  if (!item) return;
  const { kind, label, name, facts, state, firing } = node;
  item.className = `node ${kind} ${state ?? ""}`;
  item.title = name;
  // What the lines of the drawing tell, for those who do not see them.
  const sources = edges.filter(({ to }) => to === node.id);
  const told = sources.map((edge) => {
    const from = nodes.find(({ id }) => id === edge.from);
    return `${edge.kind === "flow" ? "takes" : "takes failures,"} ${textOf(edge)} from ${from?.label}`;
  });
  item.replaceChildren(
    element("span", { class: "kind" }, kind),
    ...(firing.length > 0 ? [element("span", { class: "pill ALARM" }, `${firing.length} in alarm`)] : []),
    element("strong", {}, label),
    element("span", { class: "facts" }, ...facts.map(factElement)),
    element("span", { class: "hidden" }, [state ? `alarms: ${stateWords[state]}` : "no alarms", ...told].join("; ")),
  );
}

function factElement({ label, value, unit, isBad }: Fact): HTMLElement {
  const text = typeof value === "string" ? value : unit === "ms" ? duration(value) : count(value);
  return element("span", { class: isBad ? "bad" : undefined }, `${label} `, element("b", {}, text));
}

function fillEdge(group: SVGGElement | undefined, edge: PipelineEdge): void {
  if (!group) return;
  const { kind, perSecond = 0, failed = 0 } = edge;
  group.setAttribute("class", `edge ${kind} ${perSecond > 0 || failed > 0 ? "moving" : ""}`);
  const [path, text] = group.children;
  // The more there is, the thicker: ten times as much is a pixel.
  path?.setAttribute("stroke-width", String(1.25 + Math.min(4, Math.log10(1 + perSecond))));
  if (text) text.textContent = textOf(edge);
}

function textOf({ kind, perSecond, failed = 0 }: PipelineEdge): string {
  if (kind === "failure") return failed > 0 ? count(failed) : "";
  return perSecond === undefined ? "" : rate(perSecond);
}
