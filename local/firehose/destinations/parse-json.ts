/** A text's value as JSON; undefined for a text that is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A destination's answer may be anything; the caller tells of it with the text.
    return undefined;
  }
}
