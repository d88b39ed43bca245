const upTo = (most: number) => Array.from({ length: most }, (_, index) => index + 1);

/** How often in a row each letter may stand, as of Java 8's DateTimeFormatterBuilder. */
const runs = new Map<string, readonly number[]>([
  ...[..."uyYAnN"].map((letter) => [letter, upTo(19)] as const),
  ["S", upTo(9)],
  ...[..."GMLQqEeXxZ"].map((letter) => [letter, upTo(5)] as const),
  ["z", upTo(4)],
  ["D", upTo(3)],
  ...[..."wdhHkKms"].map((letter) => [letter, upTo(2)] as const),
  ...[..."WFa"].map((letter) => [letter, [1]] as const),
  ["c", [1, 3, 4, 5]],
  ["O", [1, 4]],
  ["V", [2]],
]);

/** A row of letters that stands for a number, with as many digits or more; the month's become words when longer. */
const number = /^([uyYAnNSDwdhHkKms]+|[MLQqec]{1,2})$/;

/** What Java makes of a pattern. */
export interface DatePattern {
  /** Why Java refuses it; absent when it does not. */
  readonly problem?: string;
  /** The least characters that a date takes in it. */
  readonly minLength: number;
}

/** Reads a pattern of Java's DateTimeFormatter, such as `yyyy-MM-dd'T'HH`. */
export function readDatePattern(pattern: string): DatePattern {
  let minLength = 0;
  let optionalDepth = 0;
  // Quoted text, a row of one letter, or any other character.
  const tokens = pattern.match(/'(?:[^']|'')*'|([a-zA-Z])\1*|[\s\S]/g) ?? [];
  for (const [index, token] of tokens.entries()) {
    const letter = token.charAt(0);
    if (letter === "[") optionalDepth++;
    else if (letter === "]") optionalDepth--;
    else if (letter === "'") minLength += lengthOfQuoted(token);
    else if (letter !== "p") minLength += runs.has(letter) && !number.test(token) ? 1 : token.length;
    const problem = optionalDepth < 0 ? "no [ opens this ]" : problemOf(token, tokens[index + 1]);
    if (problem !== undefined) return { problem, minLength };
  }
  return { minLength };
}

/** Two quotes are one, among quoted text and by themselves. */
function lengthOfQuoted(token: string): number {
  return Math.max(token.slice(1, -1).replaceAll("''", "'").length, 1);
}

function problemOf(token: string, next: string | undefined): string | undefined {
  const letter = token.charAt(0);
  if (token === "'") return "the quote ' is never closed";
  if ("{}#".includes(letter)) return `${letter} is reserved`;
  if (!/[a-zA-Z]/.test(letter)) return undefined;
  // A pad width: what is padded follows.
  if (letter === "p")
    return next && runs.has(next.charAt(0)) ? undefined : "p pads the letter behind it, and there is none";
  const allowed = runs.get(letter);
  if (!allowed) return `the letter ${letter} is unknown: quote it as '${letter}' if it is text`;
  if (!allowed.includes(token.length)) return `${token} has more or fewer letters than Java takes of ${letter}`;
  return undefined;
}
