const escapes: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/**
 * Text as it may stand in an element. Control characters become references, as S3 writes them: a parser would
 * refuse them bare, and turn `\r` into `\n`.
 */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"]|\p{Cc}/gu, (character) => escapes[character] ?? `&#x${codeOf(character)};`);
}

function codeOf(character: string): string {
  return character.charCodeAt(0).toString(16).toUpperCase();
}

/** An element of a document: either text or other elements, as in all of AWS's XML; attributes are left out. */
export interface XmlElement {
  readonly name: string;
  readonly text: string;
  readonly children: readonly XmlElement[];
}

/** Names, entities and text: what AWS's clients write. */
const token = /<\?[^>]*\?>|<(?<close>\/?)(?<name>[^\s/>]+)[^>]*?(?<empty>\/?)>|(?<text>[^<]+)/gy;

/** Reads a document; undefined when it is not well formed. */
export function parseXml(document: string): XmlElement | undefined {
  const root = { name: "", text: "", children: [] as XmlElement[] };
  const open = [root];
  let end = 0;
  for (const match of document.trim().matchAll(token)) {
    end = match.index + match[0].length;
    const parent = open.at(-1);
    const { close, name, empty, text } = match.groups ?? {};
    if (!parent) return undefined;
    if (text !== undefined) parent.text += unescapeXml(text);
    if (name === undefined) continue;
    if (close) {
      if (open.pop()?.name !== name) return undefined;
      continue;
    }
    const element = { name, text: "", children: [] as XmlElement[] };
    parent.children.push(element);
    if (!empty) open.push(element);
  }
  const isWhole = open.length === 1 && end === document.trim().length;
  return isWhole && root.children.length === 1 && root.text.trim() === "" ? root.children[0] : undefined;
}

/** The text of an element's child, or undefined when it has none of that name. */
export function childText(element: XmlElement, name: string): string | undefined {
  return element.children.find((child) => child.name === name)?.text;
}

const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function unescapeXml(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]+)|#([0-9]+)|(\w+));/gi, (whole, hex, decimal, name) => {
    if (name !== undefined) return entities[name] ?? whole;
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
