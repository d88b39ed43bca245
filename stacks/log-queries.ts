import type { Environment } from "../environments";
import { namesOf } from "../names";
import type { Pipeline } from "./pipelines";

/** A query of CloudWatch Logs Insights that an operator asks again and again. */
export interface LogQuery {
  readonly title: string;
  /** At most 50. */
  readonly logGroupNames: readonly string[];
  /** Commands of Logs Insights. */
  readonly query: string;
}

/** CloudWatch reads no more in one query. */
const maxLogGroups = 50;

/**
 * What is asked of the logs of a pipeline first: no query where it has no such logs.
 * @throws Error when a query would read more log groups than CloudWatch takes
 */
export function logQueries(environment: Environment, pipeline: Pipeline): LogQuery[] {
  const names = namesOf(environment);
  const transforms = pipeline.deliveries.flatMap((key) => environment.deliveries[key]?.transform?.name ?? []);
  const functions = [...pipeline.processors, ...transforms].map((key) => names.logGroup(key).name);
  const queries = [
    { title: "errors by reason", logGroupNames: functions, query: errorsByReason },
    { title: "slowest invocations", logGroupNames: functions, query: slowestInvocations },
    { title: "records that failed", logGroupNames: functions, query: recordsThatFailed },
    {
      title: "delivery errors",
      logGroupNames: pipeline.deliveries.map((key) => names.deliveryLogGroup(key).name),
      query: deliveryErrors,
    },
    {
      title: "job exceptions",
      logGroupNames: pipeline.jobs.map((key) => names.applicationLogGroup(key).name),
      query: jobExceptions,
    },
  ].filter(({ logGroupNames }) => logGroupNames.length > 0);
  for (const { title, logGroupNames } of queries) {
    if (logGroupNames.length <= maxLogGroups) continue;
    throw new Error(
      `the query ${title} of pipeline ${pipeline.key} would read ${logGroupNames.length} log groups, and CloudWatch takes ${maxLogGroups}: spread its functions over more environments`,
    );
  }
  return queries;
}

function commands(...lines: readonly string[]): string {
  return lines.join("\n| ");
}

/** Those that the code knows of are in its log lines; of the others, Lambda writes. */
const errorsByReason = commands(
  "fields @timestamp, @message",
  'filter level = "ERROR" or @message like /Invoke Error|Task timed out|Runtime exited/',
  'parse @message /"errorMessage":"(?<thrown>[^"]*)"/',
  'fields coalesce(errors.0, thrown, "ended by Lambda: out of time or memory") as reason',
  "stats count(*) as invocations, max(@timestamp) as last by reason",
  "sort invocations desc",
);

const slowestInvocations = commands(
  'filter @type = "REPORT"',
  "fields @timestamp, @log, @requestId, @duration, @initDuration, @maxMemoryUsed / 1000000 as usedMegabytes",
  "sort @duration desc",
  "limit 20",
);

/** Of what is in quarantine, the reasons are there alone: they may have a piece of the payload. */
const recordsThatFailed = commands(
  'filter rejected > 0 or oversized > 0 or @message like /"malformed":/',
  'parse @message /"malformed":\\{(?<reasons>[^}]*)\\}/',
  "stats sum(rejected) as quarantined, sum(oversized) as tooLarge, count(*) as batches, max(@timestamp) as last by @log, reasons",
  "sort batches desc",
);

const deliveryErrors = commands(
  "filter ispresent(errorCode)",
  "stats count(*) as occurrences, max(@timestamp) as last by @log, errorCode, message",
  "sort occurrences desc",
);

const jobExceptions = commands(
  'filter messageType = "ERROR" or ispresent(throwableInformation.0)',
  "fields @timestamp, @log, logger, message, throwableInformation.0",
  "sort @timestamp desc",
  "limit 50",
);
