import fc from "fast-check";
import { type Expression, operatorLevels } from "./expression";
import { parseExpression } from "./parse-expression";

/** An expression with all its brackets. */
function written(expression: Expression): string {
  switch (expression.kind) {
    case "number":
      return String(expression.value);
    case "text":
      return `"${expression.value}"`;
    case "name":
      return expression.name;
    case "negation":
      return `(-${written(expression.operand)})`;
    case "operation":
      return `(${written(expression.left)} ${expression.operator} ${written(expression.right)})`;
    case "array":
      return `[${expression.items.map(written).join(", ")}]`;
    case "call":
      return `${expression.name}(${expression.operands.map(written).join(",")})`;
  }
}

const kind = <Kind extends Expression["kind"]>(name: Kind) => fc.constant(name);
const { expression } = fc.letrec<{ expression: Expression }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 4 },
    fc.record({ kind: kind("number"), value: fc.oneof(fc.nat(), fc.double({ min: 0, noNaN: true, max: 1e200 })) }),
    fc.record({ kind: kind("name"), name: fc.stringMatching(/^[a-z][a-zA-Z0-9_]{3,8}$/) }),
    fc.record({ kind: kind("text"), value: fc.stringMatching(/^[a-z ']{0,8}$/) }),
    fc.record({ kind: kind("negation"), operand: tie("expression") }),
    fc.record({
      kind: kind("operation"),
      operator: fc.constantFrom(...operatorLevels.flat()),
      left: tie("expression"),
      right: tie("expression"),
    }),
    fc.record({ kind: kind("array"), items: fc.array(tie("expression"), { maxLength: 3 }) }),
    fc.record({
      kind: kind("call"),
      name: fc.constantFrom("SUM", "FILL", "TIME_SERIES"),
      operands: fc.array(tie("expression"), { maxLength: 3 }),
    }),
  ),
}));

describe("the parser of metric math", () => {
  it("reads every expression as it was written", () => {
    fc.assert(fc.property(expression, (tree) => expect(parseExpression(written(tree))).toEqual(tree)));
  });

  it.each([
    ["m1 + m2 * m3", "(m1 + (m2 * m3))"],
    ["m1 - m2 - m3", "((m1 - m2) - m3)"],
    ["2 ^ 3 ^ 2", "(2 ^ (3 ^ 2))"],
    ["-2 ^ 2", "(-(2 ^ 2))"],
    ["m1 * -m2", "(m1 * (-m2))"],
    ["m1 > 5 AND m2 < 3 OR m3 == 1", "(((m1 > 5) AND (m2 < 3)) OR (m3 == 1))"],
    ["100*(m1/m2)", "(100 * (m1 / m2))"],
    ["if(m1>=2,m1)", "IF((m1 >= 2),m1)"],
    ["FILL(METRICS('errors'), .5e2)", 'FILL(METRICS("errors"),50)'],
  ])("reads %s as %s", (text, brackets) => {
    expect(written(parseExpression(text))).toBe(brackets);
  });

  it.each([
    ["m1 +", 'Unexpected the end in "m1 +", where a value was expected'],
    ["(m1", 'Unexpected the end in "(m1", where ")" was expected'],
    ["m1 m2", 'Unexpected "m2" in "m1 m2", where the end was expected'],
    ["SUM(m1,)", 'Unexpected ")" in "SUM(m1,)", where a value was expected'],
    ["m1 % 2", 'Unexpected "%" in "m1 % 2"'],
    ["", 'Unexpected the end in "", where a value was expected'],
  ])("says what is wrong with %j", (text, message) => {
    expect(() => parseExpression(text)).toThrow(message);
  });

  it("ends, with a tree or with an error, whatever the text is", () => {
    const piece = fc.constantFrom("m1", "(", ")", "[", "]", ",", "-", "^", "AND", "1", "SUM", '"', "'", "$", " ", "<=");
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        let written = "";
        try {
          written = parseExpression(pieces.join("")).kind;
        } catch (error) {
          written = error instanceof Error ? error.name : "";
        }
        expect(["number", "text", "name", "negation", "operation", "array", "call", "ExpressionError"]).toContain(
          written,
        );
      }),
    );
  });
});
