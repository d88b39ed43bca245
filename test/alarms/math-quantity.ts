import type { Expression } from "../../local/cloudwatch/math/expression";

/**
 * What an expression's value is made of: powers of units, none for a share of two things alike. A number that is
 * written down can be anything, and so can what is divided by one.
 */
export type Quantity = "any" | Readonly<Record<string, number>>;

/** Metric math that means nothing; the message says why. */
export class MathProblem extends Error {
  override readonly name = "MathProblem";
}

/**
 * The quantity of an expression.
 * @param known those of the ids that it may name
 * @throws MathProblem where it names another, or adds up, compares or chooses between things that are not alike
 */
export function quantityOf(expression: Expression, known: ReadonlyMap<string, Quantity>): Quantity {
  if (expression.kind === "array") throw new MathProblem("it returns several series, and an alarm compares one");
  return partOf(expression, known);
}

function partOf(expression: Expression, known: ReadonlyMap<string, Quantity>): Quantity {
  switch (expression.kind) {
    case "number":
      return "any";
    case "text":
      throw new MathProblem(`it has the text ${JSON.stringify(expression.value)}, where a number is wanted`);
    case "name": {
      const quantity = known.get(expression.name);
      if (quantity) return quantity;
      throw new MathProblem(`it names ${expression.name}, which is no metric or earlier expression of the alarm`);
    }
    case "negation":
      return partOf(expression.operand, known);
    case "array":
      return alike(expression.items, known);
    case "call":
      return called(expression, known);
    case "operation":
      return operated(expression, known);
  }
}

type Call = Extract<Expression, { kind: "call" }>;
type Operation = Extract<Expression, { kind: "operation" }>;

const keepsUnit = ["MAX", "MIN", "SUM", "AVG", "ABS", "CEIL", "FLOOR", "DIFF"];

function called({ name, operands }: Call, known: ReadonlyMap<string, Quantity>): Quantity {
  const [first, ...others] = operands;
  if (!first) throw new MathProblem(`${name}() is of nothing`);
  if (keepsUnit.includes(name)) return alike(operands, known);
  switch (name) {
    case "FILL":
      return partOf(first, known);
    case "IF":
      partOf(first, known);
      return others.length === 0 ? {} : alike(others, known);
    case "PERIOD":
      partOf(first, known);
      return { Seconds: 1 };
    case "RATE":
      return product(partOf(first, known), { Seconds: 1 }, -1);
    default:
      throw new MathProblem(`what ${name}() makes of units is not known here: say it in math-quantity.ts`);
  }
}

function operated({ operator, left, right }: Operation, known: ReadonlyMap<string, Quantity>): Quantity {
  switch (operator) {
    case "*":
      return product(partOf(left, known), partOf(right, known), 1);
    case "/":
      return product(partOf(left, known), partOf(right, known), -1);
    case "+":
    case "-":
      return alike([left, right], known);
    case "^":
      return "any";
    case "AND":
    case "&&":
    case "OR":
    case "||":
      partOf(left, known);
      partOf(right, known);
      return {};
    default:
      alike([left, right], known);
      return {};
  }
}

/** @param sign 1 for a product, -1 for a quotient */
function product(left: Quantity, right: Quantity, sign: 1 | -1): Quantity {
  // Bytes times 100 are bytes; bytes over a number are a share of it, or something else.
  if (right === "any") return sign === 1 ? left : "any";
  if (left === "any") return sign === 1 ? right : "any";
  const powers = { ...left };
  for (const [unit, power] of Object.entries(right)) powers[unit] = (powers[unit] ?? 0) + sign * power;
  return Object.fromEntries(Object.entries(powers).filter(([, power]) => power !== 0));
}

/** The quantity that all of these are, numbers that are written down aside. */
function alike(parts: readonly Expression[], known: ReadonlyMap<string, Quantity>): Quantity {
  const quantities = parts.map((part) => partOf(part, known)).filter((quantity) => quantity !== "any");
  const texts = [...new Set(quantities.map(textOf))];
  if (texts.length > 1) throw new MathProblem(`it mixes ${texts.join(" and ")}`);
  return quantities[0] ?? "any";
}

function textOf(quantity: Exclude<Quantity, "any">): string {
  const units = Object.entries(quantity).sort(([one], [other]) => (one < other ? -1 : 1));
  return units.map(([unit, power]) => (power === 1 ? unit : `${unit}^${power}`)).join(" ") || "a share";
}
