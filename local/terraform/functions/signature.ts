import { EvaluationError } from "../errors";
import type { Value } from "../value";

/** A function of Terraform's language: its arguments, and the folder that relative paths start from. */
export type TerraformFunction = (given: readonly Value[], directory: string) => Value;

/** Converts an argument to what the function wants; throws an EvaluationError where it can't. */
export type Convert<T> = (value: Value) => T;

type Converts<Parameters extends readonly unknown[]> = {
  readonly [Index in keyof Parameters]: Convert<Parameters[Index]>;
};

/** A function with exactly these parameters. */
export function takes<const Parameters extends readonly unknown[]>(
  parameters: Converts<Parameters>,
  body: (...given: Parameters) => Value,
): TerraformFunction {
  return (given) => {
    if (given.length !== parameters.length) {
      throw new EvaluationError(`it takes ${parameters.length} argument(s), not ${given.length}`);
    }
    return body(...converted(parameters, given));
  };
}

/** A function with these parameters, and then any number of `rest`. */
export function takesMany<const Parameters extends readonly unknown[], Rest>(
  parameters: Converts<Parameters>,
  rest: Convert<Rest>,
  body: (...given: [...Parameters, Rest[]]) => Value,
): TerraformFunction {
  return (given) => {
    if (given.length < parameters.length) {
      throw new EvaluationError(`it takes ${parameters.length} argument(s) or more, not ${given.length}`);
    }
    return body(...converted(parameters, given), given.slice(parameters.length).map(rest));
  };
}

/** The arguments in the types that the parameters' converters promise: a mapped type that `map` itself can't express. */
function converted<Parameters extends readonly unknown[]>(
  parameters: Converts<Parameters>,
  given: readonly Value[],
): Parameters {
  return parameters.map((convert, index) => convert(given[index] ?? null)) as unknown as Parameters;
}

/** Takes a value as it is. */
export function any(value: Value): Value {
  return value;
}
