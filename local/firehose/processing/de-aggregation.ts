/** A record that holds more is passed on whole [AWS: Apply dynamic partitioning to aggregated data]. */
const maxSubRecords = 500;

const openBrace = 0x7b;
const closeBrace = 0x7d;
const quote = 0x22;
const backslash = 0x5c;
/** Space, tab, line feed and carriage return: what JSON knows as white space. */
const whiteSpace: ReadonlySet<number | undefined> = new Set([0x20, 0x09, 0x0a, 0x0d]);

/**
 * The JSON objects that a record consists of, without the white space between them.
 * A record that holds anything else, or too many, comes back whole.
 */
export function splitJsonObjects(data: Buffer): readonly Buffer[] {
  const objects: Buffer[] = [];
  for (let start = skipWhiteSpace(data, 0); start < data.length; ) {
    const end = objectEnd(data, start);
    if (end === undefined) return [data];
    objects.push(data.subarray(start, end));
    start = skipWhiteSpace(data, end);
  }
  return wholeUnlessWithinLimit(data, objects);
}

/**
 * What stands between the delimiters of a record; nothing between two is no record.
 * A record that holds too many, or nothing else, comes back whole.
 */
export function splitByDelimiter(data: Buffer, delimiter: Buffer): readonly Buffer[] {
  if (delimiter.length === 0) return [data];
  const parts: Buffer[] = [];
  for (let start = 0; start < data.length; ) {
    const found = data.indexOf(delimiter, start);
    const end = found < 0 ? data.length : found;
    if (end > start) parts.push(data.subarray(start, end));
    start = end + delimiter.length;
  }
  return wholeUnlessWithinLimit(data, parts);
}

function wholeUnlessWithinLimit(data: Buffer, parts: readonly Buffer[]): readonly Buffer[] {
  return parts.length >= 1 && parts.length <= maxSubRecords ? parts : [data];
}

function skipWhiteSpace(data: Buffer, start: number): number {
  let at = start;
  while (whiteSpace.has(data[at])) at++;
  return at;
}

/** The position behind the object that begins at `start`; undefined when none does, or it does not end. */
function objectEnd(data: Buffer, start: number): number | undefined {
  if (data[start] !== openBrace) return undefined;
  let depth = 0;
  for (let at = start; at < data.length; at++) {
    const byte = data[at];
    if (byte === quote) at = stringEnd(data, at);
    else if (byte === openBrace) depth++;
    else if (byte === closeBrace && --depth === 0) return at + 1;
  }
  return undefined;
}

/** The position of the quote that ends the string that begins at `start`, or the end of the data. */
function stringEnd(data: Buffer, start: number): number {
  let at = start + 1;
  while (at < data.length && data[at] !== quote) at += data[at] === backslash ? 2 : 1;
  return at;
}
