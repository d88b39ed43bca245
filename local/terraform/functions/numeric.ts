import { EvaluationError } from "../errors";
import { toNumber, toText } from "../value";
import { type TerraformFunction, takes, takesMany } from "./signature";

/** Terraform's numeric functions. Adding 0 takes the sign off a zero that has been rounded, as Terraform does. */
export const numeric: Readonly<Record<string, TerraformFunction>> = {
  abs: takes([toNumber], Math.abs),
  ceil: takes([toNumber], (number) => Math.ceil(number) + 0),
  floor: takes([toNumber], (number) => Math.floor(number) + 0),
  max: takesMany([toNumber], toNumber, (first, others) => Math.max(first, ...others)),
  min: takesMany([toNumber], toNumber, (first, others) => Math.min(first, ...others)),
  parseint: takes([toText, toNumber], parseInteger),
  pow: takes([toNumber, toNumber], (base, exponent) => base ** exponent),
  signum: takes([toNumber], (number) => Math.sign(number) + 0),
};

function parseInteger(text: string, base: number): number {
  if (!Number.isInteger(base) || base < 2 || base > 36) {
    throw new EvaluationError(`a base is a whole number from 2 to 36, not ${base}`);
  }
  // parseInt alone stops at the first foreign character and takes what it has.
  const digits = "0123456789abcdefghijklmnopqrstuvwxyz".slice(0, base);
  if (!new RegExp(`^-?[${digits}]+$`, "i").test(text)) {
    throw new EvaluationError(`${JSON.stringify(text)} is no whole number of base ${base}`);
  }
  return Number.parseInt(text, base);
}
