import type { Environment } from "../../environments";
import type { ResolvedResource } from "../../local/terraform/stack";
import { namesOf } from "../../names";
import { attribute, ofType } from "./resource-attributes";

/**
 * Mappings that do not try as often, or have not as many batches in flight, as their processor says: the two are plain
 * numbers of the same size, and either does for the other until an outage shows it.
 */
export function mappingProblems(resources: readonly ResolvedResource[], environment: Environment): string[] {
  const names = namesOf(environment);
  return ofType(resources, "aws_lambda_event_source_mapping").flatMap((mapping) => {
    const processor = Object.entries(environment.processors).find(
      ([key]) => names.function(key).arn === attribute.text(mapping, "function_name"),
    );
    if (!processor) return [`${mapping.address}: it feeds no processor of this environment`];
    const [key, { maximumRetryAttempts, parallelizationFactor }] = processor;
    const wanted = { maximum_retry_attempts: maximumRetryAttempts, parallelization_factor: parallelizationFactor };
    return Object.entries(wanted).flatMap(([name, value]) => {
      const got = attribute.number(mapping, name);
      return got === value ? [] : [`${mapping.address}: ${name} is ${got}, and ${value} for the processor ${key}`];
    });
  });
}
