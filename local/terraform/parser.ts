import { EvaluationError } from "./errors";
import { type Token, tokenize } from "./tokenizer";
import type { Value } from "./value";

/** The binary operators of Terraform's language. */
export type BinaryOperator = "||" | "&&" | "==" | "!=" | "<" | "<=" | ">" | ">=" | "+" | "-" | "*" | "/" | "%";

/** An expression of Terraform's language. */
export type Expression =
  | { readonly kind: "literal"; readonly value: Value }
  | { readonly kind: "template"; readonly parts: readonly TemplatePart[] }
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "index"; readonly of: Expression; readonly key: Expression }
  | { readonly kind: "splat"; readonly of: Expression; readonly each: Expression }
  | Call
  | { readonly kind: "unary"; readonly operator: "-" | "!"; readonly operand: Expression }
  | {
      readonly kind: "binary";
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: "conditional"; readonly test: Expression; readonly yes: Expression; readonly no: Expression }
  | { readonly kind: "tuple"; readonly items: readonly Expression[] }
  | { readonly kind: "object"; readonly items: readonly (readonly [key: Expression, value: Expression])[] }
  | For;

/** A call of a function; `spreads` where `...` follows the last argument. */
export interface Call {
  readonly kind: "call";
  readonly name: string;
  readonly arguments: readonly Expression[];
  readonly spreads: boolean;
}

/** `[for key, value in collection : result if condition]`, or with `{ … }` and `resultKey => result`. */
export interface For {
  readonly kind: "for";
  readonly keyName: string | undefined;
  readonly valueName: string;
  readonly collection: Expression;
  /** Present where the result is an object. */
  readonly resultKey: Expression | undefined;
  readonly result: Expression;
  /** Whether `...` follows the result, which collects the values of one key in a list. */
  readonly groups: boolean;
  readonly condition: Expression | undefined;
}

/** A piece of a template: literal text (a literal expression) or an interpolation. */
export interface TemplatePart {
  readonly expression: Expression;
  /** The piece as it was written. */
  readonly source: string;
}

/** The name that a splat's `each` gives to the item at hand: no identifier can be written like it. */
export const SPLAT_ITEM = "[*]";

/**
 * Parses a template: the content of a string in cdk.tf.json.
 * @throws EvaluationError where it is not of Terraform's language
 */
export function parseTemplate(template: string): TemplatePart[] {
  return new Parser(template).run();
}

const PRECEDENCE: Readonly<Record<BinaryOperator, number>> = {
  "||": 1,
  "&&": 2,
  "==": 3,
  "!=": 3,
  "<": 4,
  "<=": 4,
  ">": 4,
  ">=": 4,
  "+": 5,
  "-": 5,
  "*": 6,
  "/": 6,
  "%": 6,
};

function isBinaryOperator(text: string): text is BinaryOperator {
  return Object.hasOwn(PRECEDENCE, text);
}

const KEYWORDS: Readonly<Record<string, Value>> = { true: true, false: false, null: null };

class Parser {
  readonly #source: string;
  readonly #tokens: readonly Token[];
  #next = 0;

  constructor(source: string) {
    this.#source = source;
    this.#tokens = tokenize(source);
  }

  run(): TemplatePart[] {
    const parts = this.#template();
    this.#expect("end");
    return parts;
  }

  #template(): TemplatePart[] {
    const parts: TemplatePart[] = [];
    for (;;) {
      const start = this.#peek();
      if (this.#take("interpolation-open")) {
        const expression = this.#expression();
        const end = this.#expect("interpolation-close");
        parts.push({ expression, source: this.#source.slice(start.position, end.position + end.text.length) });
      } else if (this.#take("text")) {
        parts.push({ expression: { kind: "literal", value: start.text }, source: start.text });
      } else {
        return parts;
      }
    }
  }

  #expression(): Expression {
    const test = this.#binary(1);
    if (!this.#take("operator", "?")) return test;
    const yes = this.#expression();
    this.#expect("operator", ":");
    return { kind: "conditional", test, yes, no: this.#expression() };
  }

  /** Operators of at least this precedence; those of one precedence group from the left. */
  #binary(minPrecedence: number): Expression {
    let left = this.#unary();
    for (;;) {
      const { kind, text: operator } = this.#peek();
      if (kind !== "operator" || !isBinaryOperator(operator) || PRECEDENCE[operator] < minPrecedence) return left;
      this.#next += 1;
      left = { kind: "binary", operator, left, right: this.#binary(PRECEDENCE[operator] + 1) };
    }
  }

  #unary(): Expression {
    if (this.#take("operator", "-")) return { kind: "unary", operator: "-", operand: this.#unary() };
    if (this.#take("operator", "!")) return { kind: "unary", operator: "!", operand: this.#unary() };
    return this.#traversal(this.#term());
  }

  /** What follows a term: `.name`, `[key]`, and the splats `[*]`, which takes all that follows, and `.*`, only names. */
  #traversal(term: Expression, namesOnly = false): Expression {
    let of = term;
    for (;;) {
      if (this.#take("operator", ".")) {
        if (this.#take("operator", "*")) of = this.#splat(of, true);
        else of = { kind: "index", of, key: { kind: "literal", value: this.#member() } };
      } else if (!namesOnly && this.#take("operator", "[")) {
        if (this.#take("operator", "*")) {
          this.#expect("operator", "]");
          of = this.#splat(of, false);
        } else {
          of = { kind: "index", of, key: this.#expression() };
          this.#expect("operator", "]");
        }
      } else {
        return of;
      }
    }
  }

  #splat(of: Expression, namesOnly: boolean): Expression {
    return { kind: "splat", of, each: this.#traversal({ kind: "name", name: SPLAT_ITEM }, namesOnly) };
  }

  /** The name after a dot, or as older Terraform wrote an index, a number. */
  #member(): string | number {
    const number = this.#take("number");
    return number ? Number(number.text) : this.#expect("identifier").text;
  }

  #term(): Expression {
    const token = this.#peek();
    this.#next += 1;
    if (token.kind === "number") return { kind: "literal", value: exactNumber(token.text) };
    if (token.kind === "quote-open") return this.#quoted();
    if (token.kind === "identifier") return this.#named(token.text);
    if (token.kind === "operator" && token.text === "(") return this.#parenthesised();
    if (token.kind === "operator" && token.text === "[") return this.#tuple();
    if (token.kind === "operator" && token.text === "{") return this.#object();
    throw this.#unexpected(token, "an expression");
  }

  #quoted(): Expression {
    const parts = this.#template();
    this.#expect("quote-close");
    return { kind: "template", parts };
  }

  #named(name: string): Expression {
    const keyword = Object.hasOwn(KEYWORDS, name) ? KEYWORDS[name] : undefined;
    if (keyword !== undefined) return { kind: "literal", value: keyword };
    return this.#take("operator", "(") ? this.#call(name) : { kind: "name", name };
  }

  #call(name: string): Expression {
    const items: Expression[] = [];
    while (!this.#take("operator", ")")) {
      items.push(this.#expression());
      if (this.#take("operator", "...")) {
        this.#expect("operator", ")");
        return { kind: "call", name, arguments: items, spreads: true };
      }
      this.#separator(")");
    }
    return { kind: "call", name, arguments: items, spreads: false };
  }

  #parenthesised(): Expression {
    const expression = this.#expression();
    this.#expect("operator", ")");
    return expression;
  }

  #tuple(): Expression {
    if (this.#take("identifier", "for")) return this.#for("]");
    const items: Expression[] = [];
    while (!this.#take("operator", "]")) {
      items.push(this.#expression());
      this.#separator("]");
    }
    return { kind: "tuple", items };
  }

  #object(): Expression {
    if (this.#take("identifier", "for")) return this.#for("}");
    const items: [Expression, Expression][] = [];
    while (!this.#take("operator", "}")) {
      // A bare name is the key itself; in parentheses it is a reference.
      const isBare = this.#peek().kind === "identifier";
      const key = this.#expression();
      if (!this.#take("operator", ":")) this.#expect("operator", "=");
      items.push([isBare && key.kind === "name" ? { kind: "literal", value: key.name } : key, this.#expression()]);
      this.#separator("}");
    }
    return { kind: "object", items };
  }

  #for(close: "]" | "}"): Expression {
    const first = this.#expect("identifier").text;
    const second = this.#take("operator", ",") ? this.#expect("identifier").text : undefined;
    this.#expect("identifier", "in");
    const collection = this.#expression();
    this.#expect("operator", ":");
    const head = this.#expression();
    const resultKey = close === "}" ? head : undefined;
    if (resultKey) this.#expect("operator", "=>");
    const result = resultKey ? this.#expression() : head;
    const groups = resultKey !== undefined && this.#take("operator", "...") !== undefined;
    const condition = this.#take("identifier", "if") ? this.#expression() : undefined;
    this.#expect("operator", close);
    const [keyName, valueName] = second === undefined ? [undefined, first] : [first, second];
    return { kind: "for", keyName, valueName, collection, resultKey, result, groups, condition };
  }

  /** A comma, unless the list ends here. */
  #separator(close: string): void {
    const token = this.#peek();
    if (token.kind !== "operator" || token.text !== close) this.#expect("operator", ",");
  }

  #peek(): Token {
    const token = this.#tokens[this.#next];
    if (!token) throw new EvaluationError("the expression ends too early");
    return token;
  }

  #take(kind: Token["kind"], text?: string): Token | undefined {
    const token = this.#peek();
    if (token.kind !== kind || (text !== undefined && token.text !== text)) return undefined;
    // The end stays, so that there is always a token to look at.
    if (kind !== "end") this.#next += 1;
    return token;
  }

  #expect(kind: Token["kind"], text?: string): Token {
    const token = this.#take(kind, text);
    if (!token) throw this.#unexpected(this.#peek(), text ? JSON.stringify(text) : `an ${kind}`);
    return token;
  }

  #unexpected(token: Token, wanted: string): EvaluationError {
    const found = token.kind === "end" ? "the end" : JSON.stringify(token.text);
    return new EvaluationError(`${found} stands where ${wanted} is needed, at character ${token.position + 1}`);
  }
}

/** Terraform counts exactly; past 2^53 JavaScript would not. */
function exactNumber(text: string): number {
  const number = Number(text);
  if (Math.abs(number) > Number.MAX_SAFE_INTEGER) throw new EvaluationError(`the number ${text} is beyond 2^53 - 1`);
  return number;
}
