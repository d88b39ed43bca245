import { InvalidArgumentError } from "commander";

const secondsOf: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600 };

/** A day, as the local AWS takes it. */
const maxSeconds = 86_400;

/** A parser of durations for commander: `90s`, `10m`, `2h`, in seconds. */
export function durationSeconds(text: string): number {
  const [, amount, unit = ""] = /^(\d+(?:\.\d+)?)([smh])$/.exec(text) ?? [];
  const seconds = Number(amount) * (secondsOf[unit] ?? Number.NaN);
  if (seconds > 0 && seconds <= maxSeconds) return seconds;
  throw new InvalidArgumentError("It must be a duration such as 90s, 10m or 2h, of 24h at most.");
}
