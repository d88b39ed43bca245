import { HiveTypeError, parseHiveType } from "./hive-type";

it.each([
  ["string", { kind: "string" }],
  ["INTEGER", { kind: "int" }],
  ["varchar( 20 )", { kind: "varchar", length: 20 }],
  ["char(255)", { kind: "char", length: 255 }],
  ["decimal", { kind: "decimal", precision: 10, scale: 0 }],
  ["decimal(5)", { kind: "decimal", precision: 5, scale: 0 }],
  ["decimal(38, 38)", { kind: "decimal", precision: 38, scale: 38 }],
  ["array<date>", { kind: "array", element: { kind: "date" } }],
  ["map<string,float>", { kind: "map", key: { kind: "string" }, value: { kind: "float" } }],
])("reads %s", (text, type) => {
  expect(parseHiveType(text)).toEqual(type);
});

it("reads types inside one another, and the names of fields in any case or between backquotes", () => {
  expect(
    parseHiveType("struct< Id :bigint, größe-in.cm:int, `the: tags`:array<map<string,struct<at:timestamp>>> >"),
  ).toEqual({
    kind: "struct",
    fields: [
      { name: "id", type: { kind: "bigint" } },
      { name: "größe-in.cm", type: { kind: "int" } },
      {
        name: "the: tags",
        type: {
          kind: "array",
          element: {
            kind: "map",
            key: { kind: "string" },
            value: { kind: "struct", fields: [{ name: "at", type: { kind: "timestamp" } }] },
          },
        },
      },
    ],
  });
});

it.each([
  ["", 'a type expected at position 0 of "", got nothing'],
  ["text", 'a type of Hive that JSON can be read into expected at position 0 of "text", got "text"'],
  ["uniontype<int,string>", "a type of Hive that JSON can be read into expected at position 0"],
  ["array<text>", 'a type of Hive that JSON can be read into expected at position 6 of "array<text>", got "text>"'],
  ["array<int", '">" expected at position 9'],
  ["map<string>", '"," expected at position 10'],
  ["map<array<int>,int>", "a primitive type, as Hive's map keys are expected at position 4"],
  ["struct<>", "a field's name expected at position 7"],
  ["struct<a>", '":" expected at position 8'],
  ["struct<a:int,A:int>", "a name other than a, which the struct has already expected at position 13"],
  ["varchar", '"(" expected at position 7'],
  ["varchar(0)", "a whole number from 1 to 65535 expected at position 8"],
  ["char(256)", "a whole number from 1 to 255 expected at position 5"],
  ["decimal(39,2)", "a whole number from 1 to 38 expected at position 8"],
  ["decimal(2,3)", "a whole number from 0 to 2 expected at position 10"],
  ["int int", 'the end of the type expected at position 4 of "int int", got "int"'],
  ["array<".repeat(101), "at most 100 types inside one another expected"],
])("refuses %j and says where it stopped understanding", (text, message) => {
  expect(() => parseHiveType(text)).toThrow(HiveTypeError);
  expect(() => parseHiveType(text)).toThrow(message);
});
