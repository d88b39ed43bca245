import { EvaluationError } from "../errors";
import { escapeAsGo, numberText, toBool, toJson, toNumber, toText, type Value } from "../value";

const VERB = /%(?<flags>[-+0]*)(?<width>\d*)(?:\.(?<precision>\d+))?(?<verb>.)/gsu;

/**
 * Terraform's `format`: %s %q %v for any text, %d %b %o %x %X for whole numbers, %f for decimals, %t for bools,
 * with the flags `-`, `0` and `+`, a width and a precision.
 * @throws EvaluationError for any other verb, and for too few or too many values
 */
export function format(specification: string, values: readonly Value[]): string {
  let used = 0;
  const text = specification.replaceAll(VERB, (whole, ...match) => {
    const { flags = "", width = "", precision, verb = "" } = match.at(-1) as Partial<Record<string, string>>;
    if (verb === "%") return "%";
    const value = values[used++];
    if (value === undefined) throw new EvaluationError(`there is no value for ${whole}`);
    const formatted = formatOne(verb, value, precision === undefined ? undefined : Number(precision), whole);
    const isNumber = typeof value === "number" && verb !== "s";
    return pad(
      isNumber && flags.includes("+") && !formatted.startsWith("-") ? `+${formatted}` : formatted,
      flags,
      width,
    );
  });
  if (used < values.length) throw new EvaluationError(`it got ${values.length} values and used ${used}`);
  return text;
}

function formatOne(verb: string, value: Value, precision: number | undefined, whole: string): string {
  switch (verb) {
    case "s":
      return toText(value).slice(0, precision);
    case "q":
      return escapeAsGo(JSON.stringify(toText(value)));
    case "v":
      if (typeof value === "number") return shortest(value);
      return typeof value === "object" ? toJson(value) : toText(value);
    case "t":
      return String(toBool(value));
    case "f":
      return toNumber(value).toFixed(precision ?? 6);
    case "d":
      return numberText(wholeNumber(value));
    case "b":
      return wholeNumber(value).toString(2);
    case "o":
      return wholeNumber(value).toString(8);
    case "x":
      return wholeNumber(value).toString(16);
    case "X":
      return wholeNumber(value).toString(16).toUpperCase();
    default:
      throw new EvaluationError(`${whole} is not supported: use %s, %q, %v, %t, %f, %d, %b, %o, %x or %X`);
  }
}

function wholeNumber(value: Value): number {
  const number = toNumber(value);
  if (!Number.isInteger(number)) throw new EvaluationError(`a whole number is needed, not ${number}`);
  return number;
}

/** As Go writes a number where it is free to choose: from a million on, and below 0.0001, with an exponent. */
function shortest(value: number): string {
  const [digits, exponent = ""] = value.toExponential().split("e");
  if (Number(exponent) >= -4 && Number(exponent) < 6) return numberText(value);
  return `${digits}e${exponent.replace(/^([-+])(\d)$/, "$10$2")}`;
}

function pad(text: string, flags: string, width: string): string {
  if (flags.includes("-")) return text.padEnd(Number(width));
  if (!flags.includes("0")) return text.padStart(Number(width));
  const sign = /^[-+]/.exec(text)?.[0] ?? "";
  return sign + text.slice(sign.length).padStart(Number(width) - sign.length, "0");
}
