import { InvalidArgumentError } from "commander";
import type { FsyncPolicy } from "../../local";

/** Longer than any would call soon; a larger number is one of something else than milliseconds. */
const maxMs = 3_600_000;

/** A parser of `--fsync` for commander, which puts the option and the value before the message. */
export function fsyncPolicy(text: string): FsyncPolicy {
  if (text === "always" || text === "never") return text;
  const milliseconds = text.trim() === "" ? Number.NaN : Number(text);
  if (Number.isInteger(milliseconds) && milliseconds >= 1 && milliseconds <= maxMs) return milliseconds;
  throw new InvalidArgumentError(`It must be always, never, or a number of milliseconds from 1 to ${maxMs}.`);
}
