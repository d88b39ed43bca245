import type { Firehose } from "./firehose/firehose";
import type { ApplicationStatus } from "./flink/application-run";
import type { Applications } from "./flink/applications";
import type { JobResults, ResultCounts } from "./flink/job-results";
import type { Mappings } from "./lambda/mappings";
import { countDeliveries } from "./local-counts";

/** What the jobs of analytics wrote, and what became of it, all applications together. */
export interface AnalyticsCounts extends ResultCounts {
  /** The states of the applications, by name. */
  readonly applications: Readonly<Record<string, ApplicationStatus>>;
  /** Why applications do not run that were asked to: one text each. */
  readonly failures: readonly string[];
  /** Results that an enabled mapping or a delivery stream has yet to finish. */
  readonly pending: number;
  /** Results that a mapping or a delivery stream gave up, and that no destination has. */
  readonly lost: number;
}

/** Where the numbers come from. */
interface AnalyticsSources {
  readonly applications: Applications;
  readonly results: JobResults;
  readonly mappings: Mappings;
  readonly firehose: Firehose;
}

/** Adds up the applications, and the mappings and delivery streams that read what their jobs write. */
export function countAnalytics({ applications, results, mappings, firehose }: AnalyticsSources): AnalyticsCounts {
  const readers = mappings.mappings().filter(({ stream }) => results.isResult(stream.arn));
  const unfinished = readers.filter(({ enabled }) => enabled).map(({ engine }) => engine.pending());
  const sources = firehose.statistics().filter(({ sourceArn }) => results.isResult(sourceArn));
  const { unread, lost } = countDeliveries(sources);
  return {
    ...results.counts(),
    applications: Object.fromEntries(applications.list().map(({ name, run }) => [name, run.status])),
    failures: applications.list().flatMap(({ run }) => run.failure ?? []),
    pending: unfinished.reduce((sum, count) => sum + count, unread),
    lost: readers.reduce((sum, { engine }) => sum + engine.stats.dropped, lost),
  };
}
