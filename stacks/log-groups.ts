import type { Environment } from "../environments";
import { namesOf } from "../names";

/** ARNs of the log groups of every function, delivery stream and Flink application. */
export function logGroupArns(environment: Environment): string[] {
  const names = namesOf(environment);
  const processors = Object.keys(environment.processors).map((key) => names.logGroup(key).arn);
  const deliveries = Object.entries(environment.deliveries).flatMap(([key, { transform }]) => [
    ...(transform ? [names.logGroup(transform.name).arn] : []),
    names.deliveryLogGroup(key).arn,
  ]);
  const applications = Object.keys(environment.analytics).map((key) => names.applicationLogGroup(key).arn);
  return [...processors, ...deliveries, ...applications];
}
