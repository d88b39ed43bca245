import type { Finding } from "./finding";

/** An alarm of the environment. */
export interface AlarmFacts {
  readonly name: string;
  readonly state: "OK" | "ALARM" | "INSUFFICIENT_DATA";
  readonly reason: string;
  /** Whether it wakes somebody. */
  readonly pages: boolean;
  /** Milliseconds since the epoch. */
  readonly sinceMs: number;
}

/** What is in ALARM, and how the others are; an environment without alarms is watched by nobody. */
export function judgeAlarms(alarms: readonly AlarmFacts[], command: string): Finding[] {
  const subject = "alarms";
  if (alarms.length === 0) {
    const message = "there are none: nobody is told when something is wrong";
    return [{ verdict: "UNKNOWN", subject, message, cause: "the stack observability is not deployed", command }];
  }
  const raised = alarms.filter(({ state }) => state === "ALARM");
  const unknown = alarms.filter(({ state }) => state === "INSUFFICIENT_DATA").length;
  if (unknown === alarms.length) return [{ verdict: "UNKNOWN", subject, message: `none of ${unknown} has data` }];
  if (raised.length === 0) {
    const without = unknown === 0 ? "" : `, ${unknown} of them have no data`;
    return [{ verdict: "HEALTHY", subject, message: `none of ${alarms.length} is raised${without}` }];
  }
  return raised.map(({ name, reason, pages, sinceMs }) => ({
    verdict: pages ? "CRITICAL" : "WARNING",
    subject,
    message: `${name} is raised since ${new Date(sinceMs).toISOString().slice(0, 16)}Z: ${reason}`,
    command: `aws cloudwatch describe-alarm-history --alarm-name ${name} --max-items 5`,
  }));
}
