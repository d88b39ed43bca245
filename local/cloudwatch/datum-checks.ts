import type { MetricDatum } from "./metric-datum";
import { invalidCombination, missing } from "./parameter-errors";
import { units } from "./units";

const maxDimensions = 30;
const maxValues = 150;
const maxMagnitude = 2 ** 360;
const hourMs = 3_600_000;
const maxAgeMs = 14 * 24 * hourMs;
const maxAheadMs = 2 * hourMs;

/**
 * Checks what a data point must have, and what it must not have together.
 * @param name in errors: `MetricData.member.1`
 * @throws AwsError MissingRequiredParameterException or InvalidParameterCombinationException
 */
export function checkMembers(name: string, datum: MetricDatum): void {
  const { MetricName, Dimensions = [], Value, Values, Counts, StatisticValues } = datum;
  if (MetricName === undefined) throw missing(`${name}.MetricName`);
  for (const [index, dimension] of Dimensions.entries()) {
    if (dimension.Name === undefined) throw missing(`${name}.Dimensions.member.${index + 1}.Name`);
    if (dimension.Value === undefined) throw missing(`${name}.Dimensions.member.${index + 1}.Value`);
  }
  const given = Object.entries({ Value, Values, StatisticValues }).filter(([, member]) => member !== undefined);
  const [one, other] = given.map(([member]) => `${name}.${member}`);
  if (one === undefined) {
    throw invalidCombination(
      `At least one of the parameters ${name}.Value and ${name}.StatisticValues must be specified.`,
    );
  }
  if (other !== undefined) {
    throw invalidCombination(`The parameters ${one} and ${other} are mutually exclusive and you have specified both.`);
  }
  if (Counts !== undefined && Counts.length !== Values?.length) {
    throw invalidCombination(`The parameters ${name}.Values and ${name}.Counts must be of the same size.`);
  }
}

/** What is wrong with a data point's values, in AWS's words: it tells of every one. */
export function valueProblems(name: string, datum: MetricDatum, nowMs: number): string[] {
  const { Dimensions = [], Values = [], Unit, Timestamp } = datum;
  const problems = numbersOf(datum)
    .filter(([, value]) => !(Math.abs(value) <= maxMagnitude))
    .map(([member, value]) => `The value ${value} for parameter ${name}.${member} is invalid.`);
  if (Values.length > maxValues) {
    problems.push(`The collection ${name}.Values must not have a size greater than ${maxValues}.`);
  }
  if (Dimensions.length > maxDimensions) {
    problems.push(`The collection ${name}.Dimensions must not have a size greater than ${maxDimensions}.`);
  }
  if (Unit !== undefined && !units.some((unit) => unit === Unit)) {
    problems.push(`The parameter ${name}.Unit must be a value in the set [ ${units.join(", ")} ].`);
  }
  const aheadMs = Timestamp === undefined ? 0 : Timestamp.getTime() - nowMs;
  if (!(aheadMs >= -maxAgeMs)) {
    problems.push(`The parameter ${name}.Timestamp must specify a time within the past two weeks.`);
  }
  if (aheadMs > maxAheadMs) {
    problems.push(`The parameter ${name}.Timestamp must specify a time no more than two hours in the future.`);
  }
  return problems;
}

function numbersOf({ Value, Values, Counts, StatisticValues }: MetricDatum): [string, number][] {
  const listed = Object.entries({ Values, Counts }).flatMap(([list, numbers = []]) =>
    numbers.map((value, index): [string, number] => [`${list}.member.${index + 1}`, value]),
  );
  const set = Object.entries<number>(StatisticValues ?? {});
  return [
    ...(Value === undefined ? [] : ([["Value", Value]] satisfies [string, number][])),
    ...listed,
    ...set.map(([member, value]): [string, number] => [`StatisticValues.${member}`, value]),
  ];
}
