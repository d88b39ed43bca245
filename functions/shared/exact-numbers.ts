/** A string with the colon that makes it a name, or a number. */
const tokens = /"([^"\\]*(?:\\.[^"\\]*)*)"(\s*:)?|-?\d[-+.\deE]*/g;

/**
 * Writes valid JSON with each number that a double can't hold as a string, so that parsing it loses no digit. Strings
 * that are no names get the prefix `s` and those numbers `n`, so that no string can be taken for a number; who parses it
 * takes them off again.
 */
export function markExactNumbers(json: string): string {
  return json.replace(tokens, (token, string: string | undefined, colon: string | undefined) => {
    if (colon !== undefined) return token;
    if (string !== undefined) return `"s${string}"`;
    return isExact(token) ? token : `"n${token}"`;
  });
}

/** Whether a double holds the number: it is written as JavaScript would write it, or is short and has no exponent. */
function isExact(token: string): boolean {
  return String(Number(token)) === token || /^-?[\d.]{1,15}$/.test(token);
}
