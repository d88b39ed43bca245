import { AwsError } from "../../aws-error";
import type { Kinesis } from "../kinesis";

const lifetimeMs = 300_000;

/** What a page ends with: its items, and the token for the next page if there is more. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly nextToken?: string;
}

/**
 * Cuts a page off a list.
 * @param operation whose token it is; no other takes it
 * @param parts what the next page must know beside where to go on; `open` gives them back
 */
export function page<T>(
  kinesis: Kinesis,
  operation: string,
  rest: readonly T[],
  limit: number,
  nameOf: (item: T) => string,
  parts: readonly string[] = [],
): Page<T> {
  const items = rest.slice(0, limit);
  const last = items.at(-1);
  if (last === undefined || rest.length <= limit) return { items };
  return { items, nextToken: kinesis.tokens.seal(operation, nameOf(last), ...parts) };
}

/** What a page's token holds. */
export interface OpenedPage {
  /** Name of the last item that was listed. */
  readonly after: string;
  readonly parts: readonly string[];
}

/**
 * Reads the token of an operation's page.
 * @throws AwsError `InvalidArgumentException` for what is no such token, `ExpiredNextTokenException` after five minutes
 */
export function openPage(kinesis: Kinesis, operation: string, token: string): OpenedPage {
  const opened = kinesis.tokens.open(token);
  const [madeBy, after = "", ...parts] = opened?.parts ?? [];
  if (!opened || madeBy !== operation) throw new AwsError("InvalidArgumentException", "Invalid NextToken.");
  if (kinesis.clock.now() - opened.createdMs > lifetimeMs) {
    const message = `NextToken expired: it is older than the tolerated delay of ${lifetimeMs} milliseconds.`;
    throw new AwsError("ExpiredNextTokenException", message);
  }
  return { after, parts };
}

/** @throws AwsError `InvalidArgumentException` for members that say anew what a token says already */
export function checkTokenAlone(members: Readonly<Record<string, unknown>>): void {
  const given = Object.keys(members).find((name) => members[name] !== undefined);
  if (given === undefined) return;
  throw new AwsError("InvalidArgumentException", `NextToken and ${given} cannot be provided together.`);
}
