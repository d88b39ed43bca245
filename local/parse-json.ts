/** A text's value as JSON; undefined for a text that is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // What others wrote may be anything; the caller says what is wrong with it.
    return undefined;
  }
}
