import fc from "fast-check";
import { isHiveType } from "./hive-type";

describe("a Hive type", () => {
  const { type } = fc.letrec<{ type: string }>((tie) => ({
    type: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      fc.constantFrom("string", "int", "timestamp", "decimal(10,2)", "decimal(38)", "varchar(65535)", "char(255)"),
      tie("type").map((inner) => `array<${inner}>`),
      tie("type").map((inner) => `map<string,${inner}>`),
      fc.array(tie("type"), { minLength: 1, maxLength: 3 }).map((inner) => {
        return `struct<${inner.map((each, index) => `field_${index}:${each}`).join(",")}>`;
      }),
    ),
  }));

  it("may be nested to any depth, and not with one of the signs gone that hold it together", () => {
    fc.assert(
      fc.property(type, fc.nat(), (valid, at) => {
        expect(isHiveType(valid)).toBe(true);
        const position = at % valid.length;
        if (!"<>(),:".includes(valid.charAt(position))) return;
        const broken = valid.slice(0, position) + valid.slice(position + 1);
        expect(isHiveType(broken)).toBe(false);
      }),
    );
  });

  it.each([
    "",
    "integer",
    "STRING",
    "array",
    "array<>",
    "array<int,int>",
    "map<string>",
    "map<array<int>,string>",
    "struct<>",
    "struct<a>",
    "struct<a:int,a:int>",
    "struct<A:int>",
    "struct<a: int>",
    "decimal(39,2)",
    "decimal(2,3)",
    "decimal",
    "char(256)",
    "varchar(0)",
    "varchar(1,1)",
    "list<int>",
    "int(4)",
  ])("is not %p", (type) => {
    expect(isHiveType(type)).toBe(false);
  });
});
