import type { Finding } from "./finding";
import type { Series } from "./metric-reader";
import { greatest, sum } from "./series";

/** A table of the environment. */
export interface TableFacts {
  /** `table processed-data` */
  readonly subject: string;
  readonly name: string;
  readonly writeThrottles: Series;
  readonly readThrottles: Series;
  readonly writtenUnits: Series;
}

/** AWS's own line: a few are retried by the SDK, and nobody notices. */
const throttlesPerMinute = 10;

/** How a table is: what it refused. */
export function judgeTable({ subject, name, writeThrottles, readThrottles, writtenUnits }: TableFacts): Finding[] {
  const command = `aws dynamodb describe-table --table-name ${name}`;
  const throttles = [
    { what: "writes", series: writeThrottles },
    { what: "reads", series: readThrottles },
  ].flatMap(({ what, series }): Finding[] => {
    if ((greatest(series) ?? 0) <= throttlesPerMinute) return [];
    return [
      {
        verdict: "WARNING",
        subject,
        message: `${sum(series)} ${what} were throttled`,
        evidence: { label: `${what} throttled`, unit: "count", series, limit: throttlesPerMinute },
        cause: "a hot partition, or too few capacity units",
        command,
      },
    ];
  });
  if (throttles.length > 0) return throttles;
  if (writtenUnits.values.length === 0) return [{ verdict: "UNKNOWN", subject, message: "nothing was written" }];
  return [{ verdict: "HEALTHY", subject, message: `${Math.round(sum(writtenUnits))} write units used` }];
}
