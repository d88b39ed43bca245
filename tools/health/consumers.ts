import type { Evidence, Finding } from "./finding";
import type { Series } from "./metric-reader";
import { greatest, isLasting, isUnanswered, minutesAbove, newest, sum } from "./series";

/** One reader of a stream, by itself: what others read says nothing of it. */
export interface ConsumerFacts {
  /** `processor stream-processor` */
  readonly subject: string;
  /** The stream's key. */
  readonly stream: string;
  /** How old the last record was that it read, milliseconds. */
  readonly ageMs: Series;
  /** Records that it read; undefined where AWS does not count them. */
  readonly read: Series | undefined;
  /** Records that came into the stream. */
  readonly written: Series;
  /** How late AWS tells what it read. */
  readonly toldWithinMinutes: number;
  /** The end of what is known, milliseconds since the epoch. */
  readonly untilMs: number;
  /** How late a result may be, milliseconds. */
  readonly freshnessMs: number;
  /** How long the stream keeps a record, milliseconds. */
  readonly retentionMs: number;
  /** Shows more, or mends it. */
  readonly command: string;
}

/** Of what was written, so little read is falling behind. */
const keepsUpShare = 0.95;

/** How one reader is: late, about to lose data, falling behind, or up to date. */
export function judgeConsumer(facts: ConsumerFacts): Finding {
  const { subject, stream, ageMs, read, written, freshnessMs, retentionMs, command } = facts;
  const evidence: Evidence = { label: "age of what it reads", unit: "ms", series: ageMs, limit: freshnessMs };
  const age = newest(ageMs);
  if (age !== undefined && age > retentionMs / 2) {
    return {
      verdict: "CRITICAL",
      subject,
      message: `it reads what is ${duration(age)} old, and the stream keeps records for ${duration(retentionMs)}: data will be lost`,
      evidence: { ...evidence, limit: retentionMs / 2 },
      cause: causeOf(facts),
      command,
    };
  }
  // Its last age may well be of a time when it still read.
  if (read && isUnanswered(written, read, facts.untilMs, facts.toldWithinMinutes)) {
    return {
      verdict: "WARNING",
      subject,
      message: `it reads nothing of what comes into ${stream}`,
      evidence: { label: `records into ${stream}`, unit: "records/min", series: written },
      cause: "it is stopped, is not deployed, or may not read the stream",
      command,
    };
  }
  if (age === undefined) {
    const message =
      sum(written) > 0 ? "nothing tells how late it is" : `${stream} had no traffic, so nothing tells how late it is`;
    return { verdict: "UNKNOWN", subject, message, command };
  }
  if (isLasting(ageMs, freshnessMs)) {
    const message = `it has been more than ${duration(freshnessMs)} late for ${minutesAbove(ageMs, freshnessMs)} minutes: ${duration(age)} now`;
    return { verdict: "WARNING", subject, message, evidence, cause: causeOf(facts), command };
  }
  if (isFallingBehind(facts)) {
    return {
      verdict: "WARNING",
      subject,
      message: `it reads ${rate(read ?? written)} of the ${rate(written)} records a minute that come in, and is ${duration(age)} late`,
      evidence,
      cause: causeOf(facts),
      command,
    };
  }
  return { verdict: "HEALTHY", subject, message: `it was ${duration(greatest(ageMs) ?? age)} late at most`, evidence };
}

/** Its own rate against the stream's, over the same minutes, while it gets later. */
function isFallingBehind({ ageMs, read, written, freshnessMs }: ConsumerFacts): boolean {
  const isGettingLater = (newest(ageMs) ?? 0) > Math.max(ageMs.values[0] ?? 0, freshnessMs / 2);
  return isGettingLater && read !== undefined && sum(read) < keepsUpShare * sum(written);
}

function causeOf({ read, written }: ConsumerFacts): string {
  if (!read) return "it is stopped, restarts, or is too slow for what comes in";
  if (sum(read) === 0) return "it reads nothing: it is stopped, or the same batch fails again and again";
  if (sum(read) < keepsUpShare * sum(written)) return "more comes in than it can read: it fails or is too slow";
  return "it is working off what had piled up";
}

function rate(series: Series): string {
  return (sum(series) / Math.max(1, series.values.length)).toFixed(0);
}

/** Milliseconds as people say them. */
export function duration(ms: number): string {
  if (ms < 10_000) return `${(ms / 1_000).toFixed(1)} s`;
  if (ms < 600_000) return `${Math.round(ms / 1_000)} s`;
  if (ms < 36_000_000) return `${Math.round(ms / 60_000)} min`;
  return `${Math.round(ms / 3_600_000)} h`;
}
