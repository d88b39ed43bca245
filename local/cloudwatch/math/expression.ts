/** Operators that take two operands, from those that bind least to those that bind most. */
export const operatorLevels = [
  ["OR", "||"],
  ["AND", "&&"],
  ["==", "!=", "<=", ">=", "<", ">"],
  ["+", "-"],
  ["*", "/"],
  ["^"],
] as const;

/** An operator that takes two operands. */
export type Operator = (typeof operatorLevels)[number][number];

/** A metric math expression, taken apart. */
export type Expression =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "text"; readonly value: string }
  /** A query's id, or a word such as `REPEAT`. */
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "negation"; readonly operand: Expression }
  | {
      readonly kind: "operation";
      readonly operator: Operator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: "array"; readonly items: readonly Expression[] }
  | { readonly kind: "call"; readonly name: string; readonly operands: readonly Expression[] };
