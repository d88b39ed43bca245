import { EvaluationError } from "./errors";
import { functions } from "./functions";
import { type BinaryOperator, type Call, type Expression, type For, SPLAT_ITEM, type TemplatePart } from "./parser";
import {
  describe,
  equal,
  isList,
  isMap,
  sortedEntries,
  toBool,
  toList,
  toMap,
  toNumber,
  toText,
  unify,
  type Value,
} from "./value";

/**
 * What stands before the last dot of a reference without being a value itself: `local`, `data.aws_region`.
 * Its members are made when asked for, so that only what is used is resolved.
 */
export class Namespace {
  /** @param member the member of that name; throws an EvaluationError where there is none */
  constructor(readonly member: (name: string) => Value | Namespace) {}
}

/** What an expression can see. */
export interface Scope {
  /** What the first name of a reference stands for; throws an EvaluationError where it stands for nothing. */
  readonly lookUp: (name: string) => Value | Namespace;
  /** The folder that relative paths of `file` and its kin start from. */
  readonly directory: string;
}

/**
 * The value of an expression.
 * @throws EvaluationError where it has none
 */
export function evaluate(expression: Expression, scope: Scope): Value {
  const result = resolve(expression, scope);
  if (result instanceof Namespace) throw new EvaluationError("the reference ends too early: name a member");
  return result;
}

function resolve(expression: Expression, scope: Scope): Value | Namespace {
  switch (expression.kind) {
    case "literal":
      return expression.value;
    case "template":
      return evaluateTemplate(expression.parts, scope);
    case "name":
      return scope.lookUp(expression.name);
    case "index":
      return member(resolve(expression.of, scope), evaluate(expression.key, scope));
    case "splat":
      return splat(evaluate(expression.of, scope), expression.each, scope);
    case "call":
      return call(expression, scope);
    case "unary": {
      const operand = evaluate(expression.operand, scope);
      return expression.operator === "-" ? -toNumber(operand) : !toBool(operand);
    }
    case "binary":
      return binary(expression.operator, evaluate(expression.left, scope), evaluate(expression.right, scope));
    case "conditional": {
      const [yes, no] = unify([evaluate(expression.yes, scope), evaluate(expression.no, scope)]);
      return (toBool(evaluate(expression.test, scope)) ? yes : no) ?? null;
    }
    case "tuple":
      return expression.items.map((item) => evaluate(item, scope));
    case "object":
      return Object.fromEntries(
        expression.items.map(([key, value]) => [toText(evaluate(key, scope)), evaluate(value, scope)]),
      );
    case "for":
      return forEach(expression, scope);
  }
}

/**
 * The value of a template: its parts joined to text, in Unicode's composed form as all of Terraform's. A single
 * interpolation with nothing around it keeps its value's type.
 * @param locate runs the evaluation of a part; may give an error of it the part's place
 * @throws EvaluationError where a part has no value, or none that is text
 */
export function evaluateTemplate(
  parts: readonly TemplatePart[],
  scope: Scope,
  locate: (part: TemplatePart, evaluation: () => Value) => Value = (_, evaluation) => evaluation(),
): Value {
  const [first] = parts;
  if (first && parts.length === 1) return locate(first, () => evaluate(first.expression, scope));
  const texts = parts.map((part) => locate(part, () => toText(evaluate(part.expression, scope))));
  return texts.join("").normalize();
}

function member(of: Value | Namespace, key: Value): Value | Namespace {
  if (of instanceof Namespace) return of.member(toText(key));
  if (isList(of)) {
    const item = of[toNumber(key)];
    if (item === undefined) throw new EvaluationError(`there is no item ${toText(key)} in ${describe(of)}`);
    return item;
  }
  if (!isMap(of)) throw new EvaluationError(`${describe(of)} has no members, so no ${JSON.stringify(key)}`);
  const name = toText(key);
  const value = Object.hasOwn(of, name) ? of[name] : undefined;
  if (value !== undefined) return value;
  throw new EvaluationError(`there is no ${JSON.stringify(name)}; there are: ${Object.keys(of).sort().join(", ")}`);
}

/** Applies what follows a splat to each item; null counts as no item, anything else that is no list as one. */
function splat(of: Value, each: Expression, scope: Scope): Value {
  const items = isList(of) ? of : of === null ? [] : [of];
  return items.map((item) => evaluate(each, withNames(scope, { [SPLAT_ITEM]: item })));
}

function withNames(scope: Scope, names: Readonly<Record<string, Value>>): Scope {
  return { ...scope, lookUp: (name) => (Object.hasOwn(names, name) ? (names[name] ?? null) : scope.lookUp(name)) };
}

function call(expression: Call, scope: Scope): Value {
  const { name } = expression;
  const implementation = functions.get(name);
  if (!implementation) {
    const known = [...functions.keys()].sort().join(", ");
    throw new EvaluationError(`there is no function ${JSON.stringify(name)}; the functions there are: ${known}`);
  }
  const given = expression.arguments.map((argument) => evaluate(argument, scope));
  const last = expression.spreads ? toList(given.pop() ?? null) : [];
  try {
    return implementation([...given, ...last], scope.directory);
  } catch (error) {
    if (error instanceof EvaluationError) throw new EvaluationError(`${name}: ${error.message}`, { cause: error });
    throw error;
  }
}

function binary(operator: BinaryOperator, left: Value, right: Value): Value {
  switch (operator) {
    case "||":
      return toBool(left) || toBool(right);
    case "&&":
      return toBool(left) && toBool(right);
    case "==":
      return equal(left, right);
    case "!=":
      return !equal(left, right);
    case "<":
      return toNumber(left) < toNumber(right);
    case "<=":
      return toNumber(left) <= toNumber(right);
    case ">":
      return toNumber(left) > toNumber(right);
    case ">=":
      return toNumber(left) >= toNumber(right);
    case "+":
      return toNumber(left) + toNumber(right);
    case "-":
      return toNumber(left) - toNumber(right);
    case "*":
      return toNumber(left) * toNumber(right);
    case "/":
      return toNumber(left) / divisor(right);
    case "%": {
      const remainder = toNumber(left) % divisor(right);
      // In Terraform a sum that comes to nothing has no sign; in JavaScript, -7 % 7 is -0.
      return remainder === 0 && toNumber(left) !== 0 ? 0 : remainder;
    }
  }
}

function divisor(value: Value): number {
  const number = toNumber(value);
  if (number === 0) throw new EvaluationError("division by zero");
  return number;
}

function forEach(expression: For, scope: Scope): Value {
  const collection = evaluate(expression.collection, scope);
  const entries: (readonly [Value, Value])[] = isList(collection)
    ? collection.map((item, index) => [index, item])
    : sortedEntries(toMap(collection));
  const scopes = entries
    .map(([key, value]) => {
      const keyName = expression.keyName === undefined ? {} : { [expression.keyName]: key };
      return withNames(scope, { ...keyName, [expression.valueName]: value });
    })
    .filter((inner) => !expression.condition || toBool(evaluate(expression.condition, inner)));
  const { resultKey } = expression;
  if (!resultKey) return scopes.map((inner) => evaluate(expression.result, inner));
  const results = new Map<string, Value[]>();
  for (const inner of scopes) {
    const key = toText(evaluate(resultKey, inner));
    const values = results.get(key) ?? [];
    if (values.length > 0 && !expression.groups) {
      throw new EvaluationError(`the key ${JSON.stringify(key)} comes twice: group the values with ...`);
    }
    results.set(key, [...values, evaluate(expression.result, inner)]);
  }
  return Object.fromEntries(
    [...results].map(([key, values]) => [key, expression.groups ? values : (values[0] ?? null)]),
  );
}
