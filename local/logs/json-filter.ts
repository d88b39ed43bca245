import { isObject } from "../event-pattern";
import { parseJson } from "../parse-json";
import { invalidPattern, readRegex } from "./invalid-pattern";

type ValueFilter = (value: unknown) => boolean;

/** Selectors, operators, words, numbers, strings and regular expressions. */
const token =
  /\s*(\$(?:\.[\w-]+|\[\d+\]|\["[^"]+"\])+|&&|\|\||!=|>=|<=|[=<>()]|"(?:[^"\\]|\\.)*"|%[^%]+%|[^\s"()=<>!&|]+)/y;

/**
 * Reads `{ $.level = "ERROR" && $.rejected > 0 }`: a message that is no JSON object never matches.
 * @throws AwsError `InvalidParameterException` for what it can't read
 */
export function parseJsonFilter(pattern: string): (message: string) => boolean {
  if (!pattern.endsWith("}")) throw invalidPattern("a brace is not closed");
  const matches = new JsonFilterParser(pattern.slice(1, -1).trim()).parse();
  return (message) => {
    const value = parseJson(message);
    return isObject(value) && matches(value);
  };
}

class JsonFilterParser {
  readonly #tokens: string[] = [];

  constructor(text: string) {
    token.lastIndex = 0;
    while (token.lastIndex < text.length) {
      const at = token.lastIndex;
      const [, found] = token.exec(text) ?? [];
      if (found === undefined) throw invalidPattern(`can't read "${text.slice(at)}"`);
      this.#tokens.push(found);
    }
  }

  parse(): ValueFilter {
    const matches = this.#any();
    if (this.#tokens.length > 0) throw invalidPattern(`"${this.#tokens.join(" ")}" is left over`);
    return matches;
  }

  #any(): ValueFilter {
    const parts = [this.#all()];
    while (this.#accept("||")) parts.push(this.#all());
    return (value) => parts.some((matches) => matches(value));
  }

  #all(): ValueFilter {
    const parts = [this.#one()];
    while (this.#accept("&&")) parts.push(this.#one());
    return (value) => parts.every((matches) => matches(value));
  }

  #one(): ValueFilter {
    if (this.#accept("(")) {
      const matches = this.#any();
      if (!this.#accept(")")) throw invalidPattern("a parenthesis is not closed");
      return matches;
    }
    const selector = this.#next("a selector");
    if (!selector.startsWith("$")) throw invalidPattern(`"${selector}" is no selector such as $.level`);
    const select = selectorOf(selector);
    const matches = this.#comparison();
    return (value) => matches(select(value));
  }

  #comparison(): ValueFilter {
    const operator = this.#next("an operator");
    if (operator === "EXISTS") return (value) => value !== undefined;
    const expected = this.#next("a value");
    switch (operator) {
      case "NOT":
        if (expected === "EXISTS") return (value) => value === undefined;
        break;
      case "IS":
        if (expected === "NULL") return (value) => value === null;
        if (expected === "TRUE") return (value) => value === true;
        if (expected === "FALSE") return (value) => value === false;
        break;
      case "=":
        return equals(expected);
      case "!=": {
        const isEqual = equals(expected);
        return (value) => value !== undefined && !isEqual(value);
      }
      default:
        return compares(operator, expected);
    }
    throw invalidPattern(`"${operator} ${expected}" is no condition`);
  }

  #accept(expected: string): boolean {
    if (this.#tokens[0] !== expected) return false;
    this.#tokens.shift();
    return true;
  }

  #next(what: string): string {
    const next = this.#tokens.shift();
    if (next === undefined) throw invalidPattern(`${what} is missing at its end`);
    return next;
  }
}

/** `$.errors[0].name` */
function selectorOf(selector: string): (value: unknown) => unknown {
  const steps = [...selector.matchAll(/\.([\w-]+)|\[(\d+)\]|\["([^"]+)"\]/g)].map(
    ([, name, index, quoted]) => name ?? index ?? quoted ?? "",
  );
  return (value) =>
    steps.reduce<unknown>((inner, step) => {
      return typeof inner === "object" && inner !== null && Object.hasOwn(inner, step)
        ? (inner as Readonly<Record<string, unknown>>)[step]
        : undefined;
    }, value);
}

/** A number, a text in which `*` stands for anything, or a regular expression. */
function equals(expected: string): ValueFilter {
  if (expected.startsWith("%")) {
    const regex = readRegex(expected.slice(1, -1));
    return (value) => typeof value === "string" && regex.test(value);
  }
  const text = expected.startsWith('"') ? String(parseJson(expected)) : expected;
  const pattern = text.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  const regex = new RegExp(`^${pattern.join(".*")}$`, "s");
  return (value) => (typeof value === "string" || typeof value === "number") && regex.test(String(value));
}

function compares(operator: string, expected: string): ValueFilter {
  const bound = Number(expected);
  if (Number.isNaN(bound)) throw invalidPattern(`"${expected}" is no number`);
  const holds: Readonly<Record<string, (value: number) => boolean>> = {
    ">": (value) => value > bound,
    ">=": (value) => value >= bound,
    "<": (value) => value < bound,
    "<=": (value) => value <= bound,
  };
  const test = holds[operator];
  if (!test) throw invalidPattern(`"${operator}" is no operator`);
  return (value) => typeof value === "number" && test(value);
}
