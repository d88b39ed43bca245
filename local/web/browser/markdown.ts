import { element } from "./element";

/**
 * Writes the Markdown of a dashboard's texts: headings, lists, paragraphs, and in a line bold, code and links to the Web.
 * Whatever else it holds is text.
 */
export function markdown(source: string): DocumentFragment {
  const fragment = document.createDocumentFragment();
  for (const block of source.split(/\n\s*\n/)) fragment.append(...blockElements(block.trim().split("\n")));
  return fragment;
}

/** Lines without an empty one between them: a heading may stand right above its text, and a list below one. */
function blockElements(lines: readonly string[]): HTMLElement[] {
  const made: HTMLElement[] = [];
  for (const line of lines) {
    const [, marks, title] = /^(#{1,6})\s+(.*)$/.exec(line) ?? [];
    const [, item] = /^\s*[-*]\s+(.*)$/.exec(line) ?? [];
    const last = made.at(-1);
    // Below the dashboard's own heading, whatever the text begins with.
    if (marks && title !== undefined) made.push(element(marks.length === 1 ? "h3" : "h4", {}, ...inline(title)));
    else if (item !== undefined && last?.tagName === "UL") last.append(element("li", {}, ...inline(item)));
    else if (item !== undefined) made.push(element("ul", {}, element("li", {}, ...inline(item))));
    else if (last?.tagName === "P") last.append(" ", ...inline(line));
    else if (line !== "") made.push(element("p", {}, ...inline(line)));
  }
  return made;
}

const marked = /\*\*([^*]+)\*\*|`([^`]+)`|\[([^\]]+)\]\((https?:\/\/[^\s)]+)\)/g;

function inline(text: string): (Node | string)[] {
  const parts: (Node | string)[] = [];
  let end = 0;
  for (const match of text.matchAll(marked)) {
    const [whole, bold, code, label, address] = match;
    parts.push(text.slice(end, match.index));
    if (bold !== undefined) parts.push(element("strong", {}, bold));
    else if (code !== undefined) parts.push(element("code", {}, code));
    else parts.push(element("a", { href: address, rel: "noreferrer", target: "_blank" }, label ?? ""));
    end = match.index + whole.length;
  }
  parts.push(text.slice(end));
  return parts.filter((part) => part !== "");
}
