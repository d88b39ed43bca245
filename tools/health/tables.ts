import type { Finding } from "./finding";
import type { Series } from "./metric-reader";
import { greatest, sum } from "./series";

/** A table of the environment, or an index of one. */
export interface ThrottleFacts {
  /** `table processed-data` or `index processed-data/event-type-index` */
  readonly subject: string;
  /** The table's. */
  readonly name: string;
  readonly writeThrottles: Series;
  readonly readThrottles: Series;
}

/** A table of the environment. */
export interface TableFacts extends ThrottleFacts {
  readonly writtenUnits: Series;
  readonly indexes: readonly ThrottleFacts[];
}

/** AWS's own line: a few are retried by the SDK, and nobody notices. */
const throttlesPerMinute = 10;

/** How a table is: what it refused. */
export function judgeTable(facts: TableFacts): Finding[] {
  const { subject, writtenUnits } = facts;
  const throttles = [facts, ...facts.indexes].flatMap(judgeThrottles);
  if (throttles.length > 0) return throttles;
  if (writtenUnits.values.length === 0) return [{ verdict: "UNKNOWN", subject, message: "nothing was written" }];
  return [{ verdict: "HEALTHY", subject, message: `${Math.round(sum(writtenUnits))} write units used` }];
}

/** What a table or an index refused; of an index there is no more to say than of its table. */
export function judgeThrottles({ subject, name, writeThrottles, readThrottles }: ThrottleFacts): Finding[] {
  return [
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
        command: `aws dynamodb describe-table --table-name ${name}`,
      },
    ];
  });
}
