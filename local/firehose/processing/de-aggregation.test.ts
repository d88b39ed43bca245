import fc from "fast-check";
import { splitByDelimiter, splitJsonObjects } from "./de-aggregation";

const texts = (parts: readonly Buffer[]) => parts.map((part) => part.toString());
const splitText = (text: string) => texts(splitJsonObjects(Buffer.from(text)));

describe("splitJsonObjects", () => {
  test("gives back any objects, whatever white space is between them", () => {
    const objects = fc.dictionary(fc.string(), fc.jsonValue()).map((value) => JSON.stringify(value));
    const gaps = fc.constantFrom("", "\n", " ", "\r\n\t");
    const records = fc.array(fc.tuple(objects, gaps), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(gaps, records, (before, pairs) => {
        expect(splitText(before + pairs.flat().join(""))).toEqual(pairs.map(([object]) => object));
      }),
    );
  });

  test("is not misled by what stands in strings", () => {
    const object = JSON.stringify({ "}{": '\\"}', nested: { list: ["{", '"'] } });
    expect(splitText(`${object}${object}`)).toEqual([object, object]);
  });

  test.each([
    ["a list", '[{"a":1},{"a":2}]'],
    ["text", "plain text"],
    ["an object that does not end", '{"a":1}{"a":'],
    ["text behind an object", '{"a":1}x'],
    ["nothing", ""],
    ["white space", " \n"],
  ])("leaves %s whole", (_, text) => {
    expect(splitText(text)).toEqual([text]);
  });

  test("leaves a record of more than 500 objects whole", () => {
    const objects = (count: number) => "{}".repeat(count);
    expect(splitText(objects(500))).toHaveLength(500);
    expect(splitText(objects(501))).toEqual([objects(501)]);
  });
});

describe("splitByDelimiter", () => {
  const split = (text: string, delimiter: string) => texts(splitByDelimiter(Buffer.from(text), Buffer.from(delimiter)));

  test.each([
    ["a####b", "####", ["a", "b"]],
    ["####a########b####", "####", ["a", "b"]],
    ["a", "####", ["a"]],
    ["a###b", "####", ["a###b"]],
    ["a\nb\n", "\n", ["a", "b"]],
    ["####", "####", ["####"]],
    ["", "####", [""]],
    ["a", "", ["a"]],
  ])("%j by %j", (text, delimiter, expected) => {
    expect(split(text, delimiter)).toEqual(expected);
  });

  test("leaves a record of more than 500 parts whole", () => {
    expect(split("a,".repeat(500), ",")).toHaveLength(500);
    expect(split("a,".repeat(501), ",")).toHaveLength(1);
  });
});
