import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describeWith } from "../../test/requirements";
import { readEnvironment } from "./read-environment";
import type { Value } from "./value";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "terraform-expressions-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

/** A stack's Terraform that resolves templates, as they stand in JSON strings, to the output `answers`. */
function document(templates: readonly string[]): string {
  return JSON.stringify({ locals: { answers: templates }, output: { answers: { value: "${local.answers}" } } });
}

/** What the reader makes of templates. */
function resolve(templates: readonly string[]): Value | undefined {
  const stack = { name: "dev-main", dependencies: [], synthesizedStackPath: "cdk.tf.json", workingDirectory: "." };
  writeFileSync(join(folder, "manifest.json"), JSON.stringify({ stacks: { "dev-main": stack } }));
  const provider = { aws: [{ region: "us-east-1" }] };
  writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify({ provider, ...JSON.parse(document(templates)) }));
  return readEnvironment({ outDir: folder, environment: "dev" }).outputs["dev-main"]?.["answers"];
}

/** What Terraform itself makes of them. */
function resolveByTerraform(templates: readonly string[]): Value {
  const directory = join(folder, "terraform");
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, "main.tf.json"), document(templates));
  const printed = execFileSync("terraform", ["console"], {
    cwd: directory,
    // In base64, since the console prints text with escapes of its own.
    input: "base64encode(jsonencode(local.answers))\n",
    env: { ...process.env, CHECKPOINT_DISABLE: "1" },
    encoding: "utf8",
  });
  const answer = /^"(.*)"$/m.exec(printed)?.[1];
  if (answer === undefined) throw new Error(`terraform console printed: ${printed}`);
  return JSON.parse(Buffer.from(answer, "base64").toString());
}

function reasonFor(template: string): string {
  try {
    return `resolved to ${JSON.stringify(resolve([template]))}`;
  } catch (error) {
    if (error instanceof Error) return error.message;
    throw error;
  }
}

/** Templates, and what Terraform makes of them. */
const templates: readonly (readonly [template: string, value: Value])[] = [
  ["", ""],
  ["plain", "plain"],
  [String.raw`a "quoted" \n word`, String.raw`a "quoted" \n word`],
  ["${1}", 1],
  ['${ 1 }${"b"}', "1b"],
  ['${"a${"b${1 + 1}"}"}', "ab2"],
  ['${"${1}"}', 1],
  ["$${kept} $$ $", "${kept} $$ $"],
  ["%%{kept} 100%", "%{kept} 100%"],
  ["$$${1}", "$${1}"],
  ['${"$${x} %%{y}"}', "${x} %{y}"],
  ["a ${~ 1 ~} b", "a1b"],
  ['é${"\\u00e9\\U0001F600"}', "éé😀"],
  ['${"tab\\t\\"q\\" back\\\\slash\\n"}', 'tab\t"q" back\\slash\n'],
  ['{"Resource":"${join("/", ["a", "b"])}"}', '{"Resource":"a/b"}'],
  ["${true}-${1.50}-${1e3}", "true-1.5-1000"],
  ["e\u0301", "é"],
  ['${"e${"\u0301"}"}', "é"],
  ["${[1, 2]}", [1, 2]],
  ["${null}", null],
];

/** Expressions, and what Terraform makes of them. */
const expressions: readonly (readonly [expression: string, value: Value])[] = [
  ["1e3", 1000],
  ["1.5e-7", 0.00000015],
  ["tostring(0.0000001)", "0.0000001"],
  ["tostring(1000000 * 1000000 * 1000000000)", "1000000000000000000000"],
  ["123456789 * 100000", 12345678900000],
  ["10 / 4", 2.5],
  ["-7 % 3", -1],
  ["2 + 3 * 4", 14],
  ["(2 + 3) * 4", 20],
  ["10 - 3 - 2", 5],
  ["8 / 4 / 2", 1],
  ["!true || true", true],
  ["1 < 2 && 2 <= 2", true],
  ['"1" + 2', 3],
  ['1 == "1"', false],
  ['"a" != "b"', true],
  ['[1, "a"] == [1, "a"]', true],
  ["{a = 1} == {a = 1}", true],
  ['true ? 1 : "a"', "1"],
  ["false ? [] : [1]", [1]],
  ['-"2"', -2],
  ['!"true"', false],
  ["[1, [2], {a = 3}][2].a", 3],
  ["{a = {b = [10, 20]}}.a.b[1]", 20],
  ['{"a-b" = 1}["a-b"]', 1],
  ["{a-b = 1}.a-b", 1],
  ['{a : 1, "b" : 2}', { a: 1, b: 2 }],
  ['{(upper("k")) = 1}', { K: 1 }],
  ["jsonencode({10 = 1, 9 = 2})", '{"10":1,"9":2}'],
  ["[{a = 1}, {a = 2}][*].a", [1, 2]],
  ["[{a = [1, 2]}, {a = [3]}][*].a[0]", [1, 3]],
  ["[{a = [1]}, {a = [2]}].*.a[0]", [1]],
  ["null[*]", []],
  ['"x"[*]', ["x"]],
  ["[for x in [1, 2, 3] : x * 2 if x > 1]", [4, 6]],
  ['[for i, x in ["a", "b"] : "${i}${x}"]', ["0a", "1b"]],
  ['[for k, v in {b = 1, a = 2} : "${k}=${v}"]', ["a=2", "b=1"]],
  ['{for x in ["a", "b"] : x => upper(x)}', { a: "A", b: "B" }],
  ['{for x in ["a", "b", "a"] : x => 1...}', { a: [1, 1], b: [1] }],
  ["[for x in [[1, 2], [3]] : [for y in x : y + 1]]", [[2, 3], [4]]],
  ['["a", "b"].0', "a"],

  ["abs(-1.5)", 1.5],
  ["ceil(1.2)", 2],
  ["floor(-1.2)", -2],
  ['max(1, "3", 2)', 3],
  ["min([3, 1, 2]...)", 1],
  ['parseint("ff", 16)', 255],
  ['parseint("-11", 2)', -3],
  ["pow(2, 10)", 1024],
  ["signum(-5)", -1],

  [String.raw`chomp("a\n\n")`, "a"],
  ['endswith("abc", "bc")', true],
  ['startswith("abc", "ab")', true],
  ['strcontains("abc", "b")', true],
  [
    String.raw`format("%s|%v|%d|%q|%t|%%", "é", [1, "a"], 3, "<q\">", true)`,
    String.raw`é|[1,"a"]|3|"\u003cq\"\u003e"|true|%`,
  ],
  [
    'format("%5.2f|%-5s|%5s|%05d|%+d|%x|%X|%b|%o|%.1f", 3.14159, "ab", "é", 42, 7, 255, 255, 5, 8, 2)',
    " 3.14|ab   |    é|00042|+7|ff|FF|101|10|2.0",
  ],
  ['format("%v %v %v", 123456, 1234567, 0.00001)', "123456 1.234567e+06 1e-05"],
  ['format("%.2s", "abc")', "ab"],
  [String.raw`indent(2, "a\nb")`, "a\n  b"],
  ['join("-", ["a", 1, true], ["b"])', "a-1-true-b"],
  ['lower("ÀB")', "àb"],
  ['upper("éaß")', "ÉAß"],
  ['replace("a.b.c", ".", "-")', "a-b-c"],
  ['replace("a$b", "$", "$&")', "a$&b"],
  ['split(",", "a,b,,c")', ["a", "b", "", "c"]],
  ['split(",", "")', [""]],
  ['split("", "añb")', ["a", "ñ", "b"]],
  ['substr("héllo", 1, 3)', "éll"],
  ['substr("hello", -3, 2)', "ll"],
  ['substr("hello", 2, -1)', "llo"],
  ['substr("abc", -5, 2)', "ab"],
  ['substr("👨‍👩‍👧x", 1, 1)', "x"],
  ['trim("--a-b--", "-")', "a-b"],
  ['trimprefix("--a", "-")', "-a"],
  ['trimsuffix("a--", "-")', "a-"],
  ['trimsuffix("a", "")', "a"],
  [String.raw`trimspace(" \t a \n")`, "a"],

  ["chunklist([1, 2, 3], 2)", [[1, 2], [3]]],
  ["chunklist([1, 2], 0)", [[1, 2]]],
  ['coalesce("", "b")', "b"],
  ['coalesce(null, 1, "a")', "1"],
  ["coalescelist([], [1])", [1]],
  ['compact(["a", "", "b"])', ["a", "b"]],
  ['concat([1], ["a"], [])', [1, "a"]],
  ['contains(["a", "b"], "b")', true],
  ['contains([1, "a"], "1")', false],
  ['distinct([1, 2, "1"])', ["1", "2"]],
  ['element(["a", "b"], 3)', "b"],
  ["flatten([[1, [2]], [], 3])", [1, 2, 3]],
  ['index(["a", "b"], "b")', 1],
  ["keys({b = 1, a = 2})", ["a", "b"]],
  ["values({b = 1, a = 2})", [2, 1]],
  [String.raw`length("e\u0301x")`, 2],
  ["length([1, 2])", 2],
  ["length({a = 1})", 1],
  ['lookup({a = 1}, "a", 2)', 1],
  ['lookup({a = 1}, "b", 2)', 2],
  ["merge({a = 1}, {b = 2}, null, {a = 3})", { a: 3, b: 2 }],
  ["merge([{a = 1}, {b = 2}]...)", { a: 1, b: 2 }],
  ["one([])", null],
  ["one([1])", 1],
  ["reverse([1, 2, 3])", [3, 2, 1]],
  ['setintersection(["a", "b"], ["b", "c"])', ["b"]],
  ['setsubtract(["a", "b"], ["b"])', ["a"]],
  ['setunion(["c", "a"], ["b"])', ["a", "b", "c"]],
  ["slice([1, 2, 3], 1, 3)", [2, 3]],
  ['sort(["b", "a", "B", "é", "10", "9"])', ["10", "9", "B", "a", "b", "é"]],
  ["sum([1, 2.5])", 3.5],
  ['zipmap(["a", "b"], [1, 2])', { a: 1, b: 2 }],

  ['tobool("true")', true],
  ['tolist([1, "a", true])', ["1", "a", "true"]],
  ['tomap({a = 1, b = "x"})', { a: "1", b: "x" }],
  ['tonumber("1.50")', 1.5],
  ["tonumber(null)", null],
  ['toset(["b", "a", "b"])', ["a", "b"]],
  ["toset([10, 9, 1])", [1, 9, 10]],
  ["tostring(true)", "true"],
  ['nonsensitive(sensitive("x"))', "x"],

  ['base64decode("w6k=")', "é"],
  ['base64encode("é")', "w6k="],
  ['base64sha256("a")', "ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs="],
  [String.raw`jsondecode("{\"a\":[1,null,\"\\u00e9\"]}")`, { a: [1, null, "é"] }],
  [String.raw`jsonencode({b = [1, null], a = "<&>\u2028"})`, String.raw`{"a":"\u003c\u0026\u003e\u2028","b":[1,null]}`],
  ['md5("a")', "0cc175b9c0f1b6a831c399e269772661"],
  ['sha1("a")', "86f7e437faa5a7fce15d1ddcb9eaeaea377667b8"],
  ['sha256("é")', "4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c"],
  ['urlencode("a b&é!\'()*~")', "a+b%26%C3%A9%21%27%28%29%2A~"],
  ['basename("a/b.txt")', "b.txt"],
  ['dirname("a/b.txt")', "a"],
  ['fileexists("absent")', false],
];

const all = [...templates, ...expressions.map(([expression, value]) => [`\${${expression}}`, value] as const)];

describe("expressions", () => {
  it.each(all)("%s has its value", (template, value) => {
    expect(resolve([template])).toEqual([value]);
  });

  it.each([
    ["${", "an interpolation is not closed, at character 1"],
    ['${"a}', "a string is not closed, at character 3"],
    ["${1 +}", '"}" stands where an expression is needed, at character 6'],
    ["${1 2}", '"2" stands where an interpolation-close is needed, at character 5'],
    ["${[1, 2}", '"}" stands where'],
    ["${a@b}", '"@" has no meaning, at character 4'],
    ['${"\\q"}', "there is no such escape, at character 4"],
    ["%{ if true }x%{ endif }", "template directives (%{ … }) are not supported"],
    ["${9007199254740993}", "the number 9007199254740993 is beyond 2^53 - 1"],
    ["${foo(1)}", 'there is no function "foo"; the functions there are: abs, abspath, base64decode'],
    ["${lower()}", "lower: it takes 1 argument(s), not 0"],
    ['${replace("abc", "/b+/", "x")}', "the pattern /b+/ is a regular expression"],
    ['x${["a"]}', "a string is needed, not a list of 1"],
    ["x${null}", "a string is needed, not null"],
    ['${"a" + 1}', 'a number is needed, not string "a"'],
    ["${1 / 0}", "division by zero"],
    ["${true ? 1 : true}", "number and bool have no type in common"],
    ["${[1][1]}", "there is no item 1 in a list of 1"],
    ["${{a = 1}.b}", 'there is no "b"; there are: a'],
    ["${{}.constructor}", 'there is no "constructor"'],
    ['${"a".b}', 'string "a" has no members, so no "b"'],
    ['${{for x in ["a", "a"] : x => 1}}', 'the key "a" comes twice'],
    ["${local}", "the reference ends too early: name a member"],
    ["${local.nope}", "there is no local.nope; there are: local.answers"],
    ["${local.answers}", "it needs itself: dev-main:local.answers → dev-main:local.answers"],
    ["${each.key}", 'nothing here is called "each"'],
    ['${file("absent.txt")}', "file: can't read"],
    ['${jsondecode("{")}', "jsondecode: not JSON"],
    ['${parseint("12x", 10)}', '"12x" is no whole number of base 10'],
    ['${format("%d", 1.5)}', "format: a whole number is needed, not 1.5"],
    ['${format("%s")}', "there is no value for %s"],
    ['${format("", 1)}', "it got 1 values and used 0"],
    ['${format("%e", 1)}', "%e is not supported"],
    ["${element([], 0)}", "element: there is no item 0 in a list of 0"],
    ["${slice([1], 0, 2)}", "there is no slice from 0 to 2 of a list of 1"],
    ['${base64decode("w6k")}', '"w6k" is not base64'],
    ['${lookup({a = 1}, "b")}', 'there is no "b" in an object with a'],
  ])("%s is refused with its reason", (template, reason) => {
    expect(reasonFor(template)).toContain(reason);
    expect(reasonFor(template)).toMatch(/^dev-main: local\.answers, attribute \[0\]: can't resolve /);
  });
});

describeWith("terraform", "agreement with Terraform", () => {
  it("gives every expression of the table the value that it has here", () => {
    const values = resolveByTerraform(all.map(([template]) => template));
    expect(values).toEqual(all.map(([, value]) => value));
  });

  it("gives generated expressions the values that they have here", () => {
    fc.assert(
      fc.property(fc.array(anyExpression, { minLength: 30, maxLength: 60, size: "max" }), (generated) => {
        // As JSON text, so that each byte counts.
        const written = generated.map((expression) => `\${jsonencode(${expression})}`);
        expect(resolve(written)).toEqual(resolveByTerraform(written));
      }),
      { numRuns: 10 },
    );
  });
});

const characters = ["a", "Z", "0", " ", ",", "$", "{", "}", "%", '"', "\\", "\n", "\t", "<", "&", "~", "'", "#"];
const foreign = ["é", "e\u0301", "ß", "日", "😀", "👨‍👩‍👧", "\u2028", "İ"];

const literalText = fc
  .array(fc.constantFrom(...characters, ...foreign), { maxLength: 8 })
  .map((units) => JSON.stringify(units.join("")).replace(/([$%])\{/g, "$1$1{"));

const { anyExpression } = fc.letrec<Record<"anyExpression" | "number" | "bool" | "text" | "texts" | "map", string>>(
  (tie) => {
    const [any, number, bool, text] = [tie("anyExpression"), tie("number"), tie("bool"), tie("text")];
    const [texts, map] = [tie("texts"), tie("map")];
    const small = fc.integer({ min: -9, max: 9 }).map(String);
    /** Fills `_` in a pattern, from the left. */
    const shape = (pattern: string, ...parts: fc.Arbitrary<string>[]) =>
      fc
        .tuple(...parts)
        .map((filled) => pattern.split("_").reduce((text, rest, index) => text + filled[index - 1] + rest));
    const choose = (leaf: fc.Arbitrary<string>, ...shapes: fc.Arbitrary<string>[]) =>
      fc.oneof({ maxDepth: 4, depthSize: "small", withCrossShrink: true }, leaf, ...shapes);
    return {
      anyExpression: choose(
        fc.constant("null"),
        number,
        bool,
        text,
        texts,
        map,
        shape("[_, _, _]", any, any, any),
        shape("jsondecode(jsonencode(_))", any),
        shape("[_, _][_ ? 0 : 1]", any, any, bool),
      ),
      number: choose(
        small,
        shape("(_ + _)", number, number),
        shape("(_ - _)", number, number),
        shape("(_ * _)", number, small),
        shape("(_ % 7)", number),
        shape("(_ / 4)", number),
        shape("-_", number),
        shape("max(_, _)", number, number),
        shape("floor(_)", number),
        shape("length(_)", text),
        shape("length(_)", texts),
        shape("(_ ? _ : _)", bool, number, number),
      ),
      bool: choose(
        fc.constantFrom("true", "false"),
        shape("(_ < _)", number, number),
        shape("(_ == _)", text, text),
        shape("(_ && _)", bool, bool),
        shape("(_ || !_)", bool, bool),
        shape("contains(_, _)", texts, text),
        shape("startswith(_, _)", text, text),
      ),
      text: choose(
        literalText,
        shape('"${_}-${_}"', text, number),
        shape('"<${_ ? _ : _}>"', bool, text, number),
        shape("upper(_)", text),
        shape("lower(_)", text),
        shape("join(_, _)", text, texts),
        shape('replace(_, "a", _)', text, text),
        shape("substr(_, _, _)", text, small, small),
        shape("trim(_, _)", text, text),
        shape("trimprefix(_, _)", text, text),
        shape("trimsuffix(_, _)", text, text),
        shape('format("%s|%v|%06d|%q", _, _, length(_), _)', text, number, text, text),
        shape("jsonencode(_)", any),
        shape("base64encode(_)", text),
        shape("urlencode(_)", text),
        shape("sha256(_)", text),
        shape("tostring(_)", number),
      ),
      texts: choose(
        shape("[_, _]", text, text),
        shape('split(",", _)', text),
        shape("sort(_)", texts),
        shape("concat(_, _)", texts, texts),
        shape("distinct(_)", texts),
        shape("reverse(_)", texts),
        shape("compact(_)", texts),
        shape("tolist(toset(_))", texts),
        shape("keys(_)", map),
        shape('[for item in _ : "${item}!" if item != _]', texts, text),
      ),
      map: choose(
        shape("{(_) = _}", text, any),
        shape("merge(_, _)", map, map),
        shape('{for index, item in _ : "k${index}" => item}', texts),
        shape("{for key, item in _ : upper(key) => item...}", map),
      ),
    };
  },
);
