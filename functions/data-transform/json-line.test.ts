import fc from "fast-check";
import { type AddedField, toJsonLine } from "./json-line";

const line = (json: string, ...others: AddedField[]) => toJsonLine(json, JSON.parse(json), [["added", "a"], ...others]);

/** A member as somebody may have written it: its name perhaps with escapes, blanks and newlines around its tokens. */
const space = fc.constantFrom("", " ", "\n", "\r\n\t");
const name = fc.oneof(fc.string(), fc.constantFrom("added", "other", "a}b", 'q"{', "\\"));
const escaped = (text: string) =>
  `"${[...text].map((c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`).join("")}"`;
const member = fc.tuple(name, fc.boolean(), fc.json(), space, space).map(([key, isEscaped, value, before, after]) => {
  const written = isEscaped ? escaped(key.replace(/[^ -~]/g, "")) : JSON.stringify(key);
  return `${before}${written}${after}:${before}${value}${after}`;
});

describe("toJsonLine", () => {
  it("adds fields at the end and keeps every digit", () => {
    expect(line('{"n":12345678901234567890.10,"e":1E400}')).toBe(
      '{"n":12345678901234567890.10,"e":1E400,"added":"a"}\n',
    );
  });

  it("replaces a field that is there already, however its name is written", () => {
    expect(line('{"added":{"x":[1,"},"]},"n":1}')).toBe('{"n":1,"added":"a"}\n');
    expect(line('{"n":1,"\\u0061dded":"old"}')).toBe('{"n":1,"added":"a"}\n');
    expect(line('{"added":1,"n":{"added":2},"added":3}')).toBe('{"n":{"added":2},"added":"a"}\n');
  });

  it("makes one line of many", () => {
    expect(line(' {\r\n  "n" : 1,\n  "text": "two\\nlines"\n}\n ')).toBe(
      ' {  "n" : 1,  "text": "two\\nlines","added":"a"}\n',
    );
  });

  it("gives one line that reads as the object with the fields, whatever the object", () => {
    fc.assert(
      fc.property(fc.array(member, { minLength: 1 }), space, (members, around) => {
        const json = `${around}{${members.join(",")},"kept":1}${around}`;
        const text = line(json, ["other", "o"]);
        expect(text.indexOf("\n")).toBe(text.length - 1);
        expect(text).not.toContain("\r");
        expect(JSON.parse(text)).toEqual({ ...JSON.parse(json), added: "a", other: "o" });
        expect(text.match(/,"added":"a","other":"o"\}\n$/)).not.toBeNull();
      }),
    );
  });

  it("reads a string of a megabyte beside a field that it replaces", () => {
    const long = "\\\\x".repeat(300_000);
    expect(line(`{"added":"${long}","n":"${long}"}`)).toBe(`{"n":"${long}","added":"a"}\n`);
  });
});
