import { EvaluationError } from "./errors";

/** What a token is. Brackets, dots and commas count as operators. */
export type TokenKind =
  | "text"
  | "quote-open"
  | "quote-close"
  | "interpolation-open"
  | "interpolation-close"
  | "number"
  | "identifier"
  | "operator"
  | "end";

/** One element of a template. */
export interface Token {
  readonly kind: TokenKind;
  /** The literal text with its escapes decoded, the name, the number or the operator. */
  readonly text: string;
  /** Where it begins, in UTF-16 units from the template's start. */
  readonly position: number;
}

/**
 * Splits a template, the content of a string in cdk.tf.json, into tokens: its literal text and, between `${` and `}`,
 * those of expressions, whose quoted strings are templates again.
 * @throws EvaluationError where the text is not of Terraform's language
 */
export function tokenize(template: string): Token[] {
  return new Tokenizer(template).run();
}

const PLAIN_TEXT = /[^$%]+/y;
const PLAIN_QUOTED_TEXT = /[^$%"\\\n]+/y;
const NUMBER = /\d+(\.\d+)?([eE][+-]?\d+)?/y;
// A name may hold hyphens: CDKTF's `cross-stack-reference-input-…` is one name, not a subtraction.
const IDENTIFIER = /[\p{ID_Start}_][\p{ID_Continue}-]*/uy;
const OPERATOR = /&&|\|\||==|!=|<=|>=|=>|\.\.\.|[-+*/%!<>=?:.,()[\]{}]/y;
const SPACE = /\s+/y;
const ESCAPES: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", '"': '"', "\\": "\\" };
const UNICODE_ESCAPE = /u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})/y;

class Tokenizer {
  readonly #source: string;
  readonly #tokens: Token[] = [];
  #position = 0;

  constructor(source: string) {
    this.#source = source;
  }

  run(): Token[] {
    this.#template(false);
    this.#push("end", "");
    return this.#tokens;
  }

  /** Reads text and interpolations up to the closing quote, or where it has none (the whole string) to the end. */
  #template(quoted: boolean): void {
    const start = this.#position;
    let text = "";
    const flush = (): void => {
      // Terraform keeps all text in Unicode's composed form.
      if (text) this.#push("text", text.normalize());
      text = "";
    };
    while (this.#position < this.#source.length) {
      if (quoted && this.#at('"')) break;
      if (this.#at("%{")) throw this.#error("template directives (%{ … }) are not supported: use a conditional");
      if (this.#at("${")) {
        if (this.#at("${~")) text = text.trimEnd();
        flush();
        this.#interpolation();
      } else if (this.#at("$${") || this.#at("%%{")) {
        text += this.#source.slice(this.#position + 1, this.#position + 3);
        this.#position += 3;
      } else if (quoted && this.#at("\\")) {
        text += this.#escape();
      } else if (quoted && this.#at("\n")) {
        throw this.#error("a string can't hold a line break: write \\n");
      } else {
        text += this.#match(quoted ? PLAIN_QUOTED_TEXT : PLAIN_TEXT) ?? this.#source.charAt(this.#position++);
      }
    }
    if (quoted && !this.#at('"')) throw this.#error("a string is not closed", start - 1);
    flush();
  }

  #interpolation(): void {
    const start = this.#position;
    this.#push("interpolation-open", "${");
    this.#position += this.#at("${~") ? 3 : 2;
    for (let depth = 0; depth > 0 || !(this.#at("}") || this.#at("~}")); ) {
      if (this.#position >= this.#source.length) throw this.#error("an interpolation is not closed", start);
      if (this.#match(SPACE)) continue;
      if (this.#at('"')) this.#quotedString();
      else depth += this.#expressionToken();
    }
    const close = this.#at("~}") ? "~}" : "}";
    this.#push("interpolation-close", close);
    this.#position += close.length;
    if (close === "~}") this.#match(SPACE);
  }

  #quotedString(): void {
    this.#push("quote-open", '"');
    this.#position += 1;
    this.#template(true);
    this.#push("quote-close", '"');
    this.#position += 1;
  }

  /** Reads one token of an expression; tells by how much it nests braces deeper. */
  #expressionToken(): number {
    for (const [kind, pattern] of [
      ["number", NUMBER],
      ["identifier", IDENTIFIER],
      ["operator", OPERATOR],
    ] as const) {
      const position = this.#position;
      const text = this.#match(pattern);
      if (text === undefined) continue;
      this.#tokens.push({ kind, text, position });
      if (text === "{") return 1;
      return text === "}" ? -1 : 0;
    }
    throw this.#error(`${JSON.stringify(this.#source.charAt(this.#position))} has no meaning`);
  }

  #escape(): string {
    const start = this.#position++;
    const unicode = this.#match(UNICODE_ESCAPE);
    if (unicode !== undefined) return String.fromCodePoint(Number.parseInt(unicode.slice(1), 16));
    const character = ESCAPES[this.#source.charAt(this.#position++)];
    if (character === undefined) throw this.#error("there is no such escape", start);
    return character;
  }

  #at(text: string): boolean {
    return this.#source.startsWith(text, this.#position);
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#position;
    const text = pattern.exec(this.#source)?.[0];
    if (text !== undefined) this.#position += text.length;
    return text;
  }

  #push(kind: TokenKind, text: string): void {
    this.#tokens.push({ kind, text, position: this.#position });
  }

  #error(problem: string, position = this.#position): EvaluationError {
    return new EvaluationError(`${problem}, at character ${position + 1}`);
  }
}
