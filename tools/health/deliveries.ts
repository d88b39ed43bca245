import { duration } from "./consumers";
import type { Finding } from "./finding";
import type { Series } from "./metric-reader";
import { greatest, isUnanswered, newest, sum } from "./series";

/** A delivery stream of the environment. */
export interface DeliveryFacts {
  /** `delivery delivery-stream` */
  readonly subject: string;
  readonly logGroup: string;
  /** Age of the oldest record that is not delivered, seconds. */
  readonly freshnessSeconds: Series;
  /** Records that it took. */
  readonly received: Series;
  /** Records at the destination. */
  readonly delivered: Series;
  /** How long it may hold records back. */
  readonly gatheredSeconds: number;
  /** How late AWS tells what it did. */
  readonly toldWithinMinutes: number;
  /** The end of what is known, milliseconds since the epoch. */
  readonly untilMs: number;
}

/** How a delivery is: what is twice as old as it may be gathered is late, as its alarm has it. */
export function judgeDelivery(facts: DeliveryFacts): Finding {
  const { subject, logGroup, freshnessSeconds, received, delivered, gatheredSeconds } = facts;
  const command = `aws logs filter-log-events --log-group-name ${logGroup}`;
  const age = newest(freshnessSeconds);
  const limit = Math.max(60, 2 * gatheredSeconds);
  if (age === undefined && sum(received) === 0) {
    return { verdict: "UNKNOWN", subject, message: "no record came in, so nothing tells how it delivers", command };
  }
  const ms = { ...freshnessSeconds, values: freshnessSeconds.values.map((seconds) => seconds * 1_000) };
  const evidence = { label: "age of what is not delivered", unit: "ms", series: ms, limit: limit * 1_000 } as const;
  if (age !== undefined && age > limit) {
    return {
      verdict: sum(delivered) === 0 ? "CRITICAL" : "WARNING",
      subject,
      message: `its oldest record has waited for ${duration(age * 1_000)}, and may be gathered for ${duration(gatheredSeconds * 1_000)}`,
      evidence,
      cause:
        sum(delivered) === 0
          ? "its destination refuses what it delivers"
          : "it delivers less than comes in, or retries",
      command,
    };
  }
  if (isUnanswered(received, delivered, facts.untilMs, limit / 60 + facts.toldWithinMinutes)) {
    return {
      verdict: "CRITICAL",
      subject,
      message: "records come in, and nothing is delivered",
      evidence: { label: "records taken", unit: "count", series: received },
      cause: "its destination refuses what it delivers, or its transform fails",
      command,
    };
  }
  if (age === undefined) return { verdict: "UNKNOWN", subject, message: "nothing tells how late it delivers", command };
  const most = duration((greatest(freshnessSeconds) ?? 0) * 1_000);
  return {
    verdict: "HEALTHY",
    subject,
    message: `${sum(delivered)} records delivered, ${most} late at most`,
    evidence,
  };
}
