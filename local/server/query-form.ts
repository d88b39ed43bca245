/** A name of a form taken apart: texts, and what stands below the dots. */
type Node = string | Map<string, Node>;

/** Deeper than any input of AWS's. */
const maxDepth = 16;

/**
 * Reads a form of AWS's query protocol into what JSON would say: `Tags.member.1.Key` is of a list,
 * `Attributes.entry.1.key` and `.value` (or `Name` and `Value`) of a map. Every value is a text.
 */
export function readForm(form: URLSearchParams): Readonly<Record<string, unknown>> {
  const root = new Map<string, Node>();
  for (const [path, value] of form) place(root, path.split(".", maxDepth), value);
  return membersOf(root);
}

function place(parent: Map<string, Node>, [name = "", ...below]: readonly string[], value: string): void {
  if (below.length === 0) {
    parent.set(name, value);
    return;
  }
  const known = parent.get(name);
  const node = known instanceof Map ? known : new Map<string, Node>();
  parent.set(name, node);
  place(node, below, value);
}

function decoded(node: Node): unknown {
  if (typeof node === "string") return node;
  const members = node.get("member");
  if (members instanceof Map) return inOrder(members).map(decoded);
  const entries = node.get("entry");
  if (entries instanceof Map) return Object.fromEntries(inOrder(entries).flatMap(entryOf));
  return membersOf(node);
}

function membersOf(node: ReadonlyMap<string, Node>): Record<string, unknown> {
  return Object.fromEntries([...node].map(([name, child]) => [name, decoded(child)]));
}

/** A map's entry; none where its key is missing. */
function entryOf(node: Node): [string, unknown][] {
  if (typeof node === "string") return [];
  const key = node.get("key") ?? node.get("Name");
  const value = node.get("value") ?? node.get("Value");
  return typeof key === "string" && value !== undefined ? [[key, decoded(value)]] : [];
}

/** Lists and maps are numbered from 1. */
function inOrder(numbered: ReadonlyMap<string, Node>): Node[] {
  return [...numbered].sort(([one], [other]) => Number(one) - Number(other)).map(([, node]) => node);
}
