import { AwsError } from "../aws-error";
import type { MetricDataQuery } from "./math/metric-data-query";
import { readStatistic } from "./metrics/statistic";

const maxQueries = 500;

/**
 * Checks GetMetricData's queries, and tells of everything that is wrong with them.
 * @throws AwsError ValidationException
 */
export function checkQueries(queries: readonly MetricDataQuery[]): void {
  const problems = queries.flatMap((query, index) => queryProblems(`MetricDataQueries.member.${index + 1}`, query));
  if (queries.length > maxQueries) {
    problems.push(`The collection MetricDataQueries must not have a size greater than ${maxQueries}.`);
  }
  if (new Set(queries.map(({ Id }) => Id)).size < queries.length) {
    problems.push("The values for parameter id in MetricDataQueries are not unique.");
  }
  if (problems.length > 0) throw new AwsError("ValidationException", problems.join("\n"));
}

function queryProblems(name: string, { Id, MetricStat, Expression, Period }: MetricDataQuery): string[] {
  const problems: string[] = [];
  if (!/^[a-z]\w{0,254}$/.test(Id)) {
    problems.push(`The value for parameter ${name}.Id is not matching the expected pattern ^[a-z][a-zA-Z0-9_]*$.`);
  }
  if (MetricStat && Expression !== undefined) {
    problems.push(
      `The parameters ${name}.Expression and ${name}.MetricStat are mutually exclusive and you have specified both.`,
    );
  }
  if (!MetricStat && Expression === undefined) {
    problems.push(`Either ${name}.MetricStat or ${name}.Expression must be specified.`);
  }
  if (MetricStat && readStatistic(MetricStat.Stat) === undefined) {
    problems.push(`The value ${MetricStat.Stat} for parameter ${name}.MetricStat.Stat is not a valid statistic.`);
  }
  if (MetricStat && !isPeriod(MetricStat.Period))
    problems.push(periodProblem(`${name}.MetricStat.Period`, MetricStat.Period));
  if (Period !== undefined && !isPeriod(Period)) problems.push(periodProblem(`${name}.Period`, Period));
  return problems;
}

const shortPeriods = [1, 5, 10, 20, 30];

/** Whether CloudWatch has periods of so many seconds. */
export function isPeriod(seconds: number): boolean {
  return shortPeriods.includes(seconds) || (seconds > 0 && seconds % 60 === 0);
}

/** What is wrong with a period that is none, in seconds. */
export function periodProblem(name: string, seconds: number): string {
  return `The value ${seconds} for parameter ${name} is invalid: it must be 1, 5, 10, 20, 30, or a multiple of 60.`;
}
