/** A type without others inside. */
export type ScalarType =
  | { readonly kind: PlainKind }
  | { readonly kind: "varchar" | "char"; readonly length: number }
  | { readonly kind: "decimal"; readonly precision: number; readonly scale: number };

/** The type of a column in the Glue Data Catalog: Hive's, nested to any depth. */
export type HiveType =
  | ScalarType
  | { readonly kind: "array"; readonly element: HiveType }
  | { readonly kind: "map"; readonly key: ScalarType; readonly value: HiveType }
  | { readonly kind: "struct"; readonly fields: readonly HiveField[] };

/** A member of a struct, or a column. */
export interface HiveField {
  readonly name: string;
  readonly type: HiveType;
}

const plainKinds = [
  "string",
  "boolean",
  "tinyint",
  "smallint",
  "int",
  "bigint",
  "float",
  "double",
  "date",
  "timestamp",
  "binary",
] as const;

type PlainKind = (typeof plainKinds)[number];

/** A type that Hive does not have, or that is not written as Hive writes it. */
export class HiveTypeError extends Error {
  override readonly name = "HiveTypeError";
}

// Hive's own limits: https://cwiki.apache.org/confluence/display/Hive/LanguageManual+Types
const maxLengths = { char: 255, varchar: 65_535 };
const maxPrecision = 38;
const defaultDecimal = { precision: 10, scale: 0 };

/** Deeper than any table, and shallow enough for a recursive reader. */
const maxNesting = 100;

/**
 * Reads a type such as `struct<id:bigint,tags:array<varchar(20)>>`; case and spaces don't matter.
 * @throws HiveTypeError that says what was expected and where
 */
export function parseHiveType(text: string): HiveType {
  const parser = new HiveTypeParser(text);
  const type = parser.type();
  parser.end();
  return type;
}

class HiveTypeParser {
  #position = 0;
  #nesting = 0;

  constructor(private readonly text: string) {}

  type(): HiveType {
    if (++this.#nesting > maxNesting) throw this.#error(`at most ${maxNesting} types inside one another`);
    const type = this.#typeNamed(this.#position, this.#word().toLowerCase());
    this.#nesting--;
    return type;
  }

  end(): void {
    if (!this.#at("")) throw this.#error("the end of the type");
  }

  #typeNamed(start: number, name: string): HiveType {
    const kind = name === "integer" ? "int" : plainKinds.find((plain) => plain === name);
    if (kind) return { kind };
    switch (name) {
      case "varchar":
      case "char":
        return { kind: name, length: this.#length(maxLengths[name]) };
      case "decimal":
        return { kind: name, ...this.#decimal() };
      case "array":
        return { kind: name, element: this.#within(() => this.type()) };
      case "map":
        return { kind: name, ...this.#within(() => this.#entry()) };
      case "struct":
        return { kind: name, fields: this.#within(() => this.#fields()) };
    }
    this.#position = start;
    throw this.#error("a type of Hive that JSON can be read into");
  }

  #within<T>(read: () => T): T {
    this.#expect("<");
    const content = read();
    this.#expect(">");
    return content;
  }

  #entry() {
    const start = this.#position;
    const key = this.type();
    if (key.kind === "array" || key.kind === "map" || key.kind === "struct") {
      this.#position = start;
      throw this.#error("a primitive type, as Hive's map keys are");
    }
    this.#expect(",");
    return { key, value: this.type() };
  }

  #fields(): HiveField[] {
    const fields: HiveField[] = [];
    do {
      const start = this.#position;
      const name = this.#fieldName();
      if (fields.some((field) => field.name === name)) {
        this.#position = start;
        throw this.#error(`a name other than ${name}, which the struct has already`);
      }
      this.#expect(":");
      fields.push({ name, type: this.type() });
    } while (this.#take(","));
    return fields;
  }

  /** Hive's names know no case. */
  #fieldName(): string {
    const [, quoted, plain] = this.#match(/`([^`]+)`|([^\s:,<>()`][^:,<>()`]*)/y) ?? [];
    const name = quoted ?? plain?.trim();
    if (name === undefined) throw this.#error("a field's name");
    return name.toLowerCase();
  }

  #length(max: number): number {
    this.#expect("(");
    const length = this.#number(1, max);
    this.#expect(")");
    return length;
  }

  #decimal() {
    if (!this.#take("(")) return defaultDecimal;
    const precision = this.#number(1, maxPrecision);
    const scale = this.#take(",") ? this.#number(0, precision) : 0;
    this.#expect(")");
    return { precision, scale };
  }

  #number(min: number, max: number): number {
    const start = this.#position;
    const [digits] = this.#match(/\d+/y) ?? [];
    const number = Number(digits);
    if (digits !== undefined && number >= min && number <= max) return number;
    this.#position = start;
    throw this.#error(`a whole number from ${min} to ${max}`);
  }

  #word(): string {
    const [word] = this.#match(/\w+/y) ?? [];
    if (word === undefined) throw this.#error("a type");
    return word;
  }

  #expect(character: string): void {
    if (!this.#take(character)) throw this.#error(`"${character}"`);
  }

  #take(character: string): boolean {
    const found = this.#at(character);
    if (found) this.#position++;
    return found;
  }

  #at(character: string): boolean {
    this.#skipSpaces();
    return this.text.charAt(this.#position) === character;
  }

  /** What `pattern`, a sticky one, matches behind the spaces that stand here. */
  #match(pattern: RegExp): RegExpExecArray | undefined {
    this.#skipSpaces();
    pattern.lastIndex = this.#position;
    const match = pattern.exec(this.text);
    if (!match) return undefined;
    this.#position = pattern.lastIndex;
    return match;
  }

  #skipSpaces(): void {
    while (/\s/.test(this.text.charAt(this.#position))) this.#position++;
  }

  #error(expected: string): HiveTypeError {
    const rest = this.text.slice(this.#position);
    const got = rest === "" ? "nothing" : `"${rest}"`;
    return new HiveTypeError(`${expected} expected at position ${this.#position} of "${this.text}", got ${got}`);
  }
}
