import { InvalidArgumentError } from "commander";

/**
 * A parser of numbers for commander, which puts the option and the value before the message.
 * @param what names the number in the message, as in "a number of events"
 */
export function numberIn(min: number, max: number, what: string): (text: string) => number {
  return (text) => {
    const value = text.trim() === "" ? Number.NaN : Number(text);
    if (value >= min && value <= max) return value;
    throw refusal(min, max, what);
  };
}

/** As {@link numberIn}, for numbers without a fraction. */
export function integerIn(min: number, max: number, what: string): (text: string) => number {
  const parse = numberIn(min, max, what);
  return (text) => {
    const value = parse(text);
    if (Number.isInteger(value)) return value;
    throw refusal(min, max, what);
  };
}

function refusal(min: number, max: number, what: string): InvalidArgumentError {
  return new InvalidArgumentError(`It must be ${what} from ${min} to ${max}.`);
}
