/** A string, a bracket or a comma of valid JSON. */
const tokens = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],]/g;

/** A field's name and its text, neither with a character that JSON escapes. */
export type AddedField = readonly [name: string, text: string];

/**
 * A JSON object as one line with its newline, and with fields added. Nothing of it is written anew: every number keeps
 * the digits that it has, also those that a double does not hold.
 * @param json a valid object's text
 * @param object what it parses to: not empty
 */
export function toJsonLine(json: string, object: object, fields: readonly AddedField[]): string {
  let kept = json;
  let added = "";
  for (const [name, text] of fields) {
    if (Object.hasOwn(object, name)) kept = withoutMember(kept, name);
    added += `,"${name}":"${text}"`;
  }
  // In valid JSON a newline stands between tokens, never in a string.
  return `${kept.slice(0, kept.lastIndexOf("}")).replace(/[\r\n]+/g, "")}${added}}\n`;
}

/** The object without its members of this name: left in, readers would disagree about which of two counts. */
function withoutMember(json: string, name: string): string {
  const members: string[] = [];
  let start = json.indexOf("{") + 1;
  let depth = 0;
  for (const { 0: token, index } of json.matchAll(tokens)) {
    if (token === "{" || token === "[") depth++;
    if (token === "}" || token === "]") depth--;
    if ((token === "," && depth === 1) || depth === 0) {
      members.push(json.slice(start, index));
      start = index + 1;
    }
  }
  return `{${members.filter((member) => nameOf(member) !== name).join(",")}}`;
}

/** A name may be written with escapes. */
function nameOf(member: string): string {
  const [name = '""'] = member.match(tokens) ?? [];
  return JSON.parse(name);
}
