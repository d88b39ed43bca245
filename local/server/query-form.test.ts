import fc from "fast-check";
import { readForm } from "./query-form";

type Value = string | readonly Value[] | { readonly [name: string]: Value };

/** A structure as AWS's clients write it; its maps are told by `isMap`, which in AWS the operation's model says. */
function write(form: URLSearchParams, path: string, value: Value, isMap: (path: string) => boolean): void {
  if (typeof value === "string") form.append(path, value);
  else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) write(form, `${path}.member.${index + 1}`, item, isMap);
  } else {
    for (const [index, [name, item]] of Object.entries(value).entries()) {
      if (!isMap(path)) {
        write(form, `${path}.${name}`, item, isMap);
        continue;
      }
      form.append(`${path}.entry.${index + 1}.key`, name);
      write(form, `${path}.entry.${index + 1}.value`, item, isMap);
    }
  }
}

const member = fc.stringMatching(/^[A-Z][a-z]{0,5}$/);
const { value } = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", maxDepth: 3 },
    fc.string(),
    fc.array(tie("value"), { minLength: 1, maxLength: 12 }),
    fc.dictionary(member, tie("value"), { minKeys: 1, maxKeys: 3 }),
  ),
}));

describe("a form of the query protocol", () => {
  it.each([
    ["structures", () => false],
    ["maps", () => true],
  ])("is read as it was written, with lists in their order and %s", (_what, isMap) => {
    fc.assert(
      fc.property(fc.dictionary(member, value), (input) => {
        const form = new URLSearchParams();
        for (const [name, item] of Object.entries(input)) write(form, name, item, isMap);
        expect(readForm(new URLSearchParams(form.toString()))).toEqual(input);
      }),
    );
  });

  it("takes any names, keys of objects' own among them", () => {
    const form = new URLSearchParams("__proto__.a=1&Tags.entry.1.key=__proto__&Tags.entry.1.value=2&Tags.entry.2=3");
    expect(JSON.stringify(readForm(form))).toBe('{"__proto__":{"a":"1"},"Tags":{"__proto__":"2"}}');
  });

  it("may be as deep as it likes", () => {
    expect(Object.keys(readForm(new URLSearchParams(`${"a.".repeat(100_000)}=1`)))).toEqual(["a"]);
  });

  it("is read whatever it holds", () => {
    fc.assert(fc.property(fc.string(), (text) => typeof readForm(new URLSearchParams(text)) === "object"));
    const part = fc.constantFrom("member", "entry", "1", "2", "key", "value", "Name", "a");
    const path = fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => parts.join("."));
    fc.assert(
      fc.property(fc.array(fc.tuple(path, fc.string())), (pairs) => {
        expect(() => readForm(new URLSearchParams(pairs))).not.toThrow();
      }),
    );
  });
});
