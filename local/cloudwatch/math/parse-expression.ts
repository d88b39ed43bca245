import { type Expression, type Operator, operatorLevels } from "./expression";
import { ExpressionError } from "./expression-error";

const tokenPattern =
  /\s+|((?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)|([A-Za-z]\w*)|'([^']*)'|"([^"]*)"|(\|\||&&|[=!<>]=|[-+*/^<>()[\],])/y;

interface Token {
  readonly kind: "number" | "name" | "text" | "sign";
  readonly text: string;
}

/**
 * Reads a metric math expression. All of `^` bind from the right, all other operators from the left.
 * @throws ExpressionError that says what stands where something else was wanted
 */
export function parseExpression(text: string): Expression {
  const parser = new Parser(text);
  const expression = parser.operation(0);
  parser.end();
  return expression;
}

class Parser {
  readonly #text: string;
  readonly #tokens: readonly Token[];
  #next = 0;

  constructor(text: string) {
    this.#text = text;
    this.#tokens = [...tokensOf(text)];
  }

  end(): void {
    if (this.#next < this.#tokens.length) throw this.#unexpected("the end");
  }

  operation(level: number): Expression {
    const operators: readonly string[] | undefined = operatorLevels[level];
    if (!operators) return this.#primary();
    // A minus binds less than a power: -2^2 is -4.
    if (operators.includes("^") && this.#take("-")) return { kind: "negation", operand: this.operation(level) };
    let left = this.operation(level + 1);
    for (let operator = this.#operatorOf(operators); operator; operator = this.#operatorOf(operators)) {
      const right = operator === "^" ? this.operation(level) : this.operation(level + 1);
      left = { kind: "operation", operator, left, right };
    }
    return left;
  }

  #operatorOf(operators: readonly string[]): Operator | undefined {
    const token = this.#tokens[this.#next];
    if (token?.kind !== "sign" && token?.kind !== "name") return undefined;
    const operator = operatorLevels.flat().find((candidate) => candidate === token.text.toUpperCase());
    if (operator === undefined || !operators.includes(operator)) return undefined;
    this.#next++;
    return operator;
  }

  #primary(): Expression {
    const token = this.#tokens[this.#next++];
    if (token?.kind === "number") return { kind: "number", value: Number(token.text) };
    if (token?.kind === "text") return { kind: "text", value: token.text };
    if (token?.kind === "name") {
      return this.#take("(")
        ? { kind: "call", name: token.text.toUpperCase(), operands: this.#listUntil(")") }
        : { kind: "name", name: token.text };
    }
    if (token?.text === "[") return { kind: "array", items: this.#listUntil("]") };
    if (token?.text === "(") {
      const inner = this.operation(0);
      this.#require(")");
      return inner;
    }
    this.#next--;
    throw this.#unexpected("a value");
  }

  #listUntil(closing: string): Expression[] {
    const list: Expression[] = [];
    if (this.#take(closing)) return list;
    do list.push(this.operation(0));
    while (this.#take(","));
    this.#require(closing);
    return list;
  }

  #take(sign: string): boolean {
    const token = this.#tokens[this.#next];
    const found = token?.kind === "sign" && token.text === sign;
    if (found) this.#next++;
    return found;
  }

  #require(sign: string): void {
    if (!this.#take(sign)) throw this.#unexpected(`"${sign}"`);
  }

  #unexpected(wanted: string) {
    const token = this.#tokens[this.#next];
    const got = token ? `"${token.text}"` : "the end";
    return new ExpressionError(`Unexpected ${got} in "${this.#text}", where ${wanted} was expected`);
  }
}

function* tokensOf(text: string): Generator<Token> {
  tokenPattern.lastIndex = 0;
  while (tokenPattern.lastIndex < text.length) {
    const at = tokenPattern.lastIndex;
    const match = tokenPattern.exec(text);
    if (!match) throw new ExpressionError(`Unexpected "${text[at]}" in "${text}"`);
    const [, number, name, single, double, sign] = match;
    if (number !== undefined) yield { kind: "number", text: number };
    else if (name !== undefined) yield { kind: "name", text: name };
    else if (sign !== undefined) yield { kind: "sign", text: sign };
    else if (single !== undefined || double !== undefined) yield { kind: "text", text: single ?? double ?? "" };
  }
}
