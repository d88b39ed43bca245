import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { environmentNames, loadEnvironment } from "../../environments";
import { namesOf } from "../../names";
import { type Synthesized, synthesize } from "../../test/synthesize";
import { chooseStacks, readStacks, type Stack } from "./stacks";

let synthesized: Synthesized;
beforeAll(() => {
  synthesized = synthesize();
});
afterAll(() => synthesized.remove());

function stacksOf(name: string): Promise<Stack[]> {
  const environment = loadEnvironment(name);
  return readStacks({ environment, names: namesOf(environment), endpoint: undefined }, synthesized.outDir);
}

describe.each(environmentNames)("the stacks of %s", (name) => {
  it("each come after those that they depend on, and the bootstrap is none of them", async () => {
    const seen: string[] = [];
    for (const stack of await stacksOf(name)) {
      expect(seen).toEqual(expect.arrayContaining([...stack.dependencies]));
      seen.push(stack.name);
    }
    expect(seen).toEqual(expect.arrayContaining(["foundation", "storage", "streaming", "processing", "delivery"]));
    expect(seen).not.toContain("bootstrap");
  });

  it("read from other states what the synthesized Terraform reads, and from stacks that come before", async () => {
    for (const { folder, inputs, dependencies } of await stacksOf(name)) {
      const text = readFileSync(join(folder, "cdk.tf.json"), "utf8");
      const states = Object.keys(JSON.parse(text).data?.terraform_remote_state ?? {});
      expect(new Set(inputs.map(({ stack }) => `cross-stack-reference-input-${name}-${stack}`))).toEqual(
        new Set(states),
      );
      for (const { stack, output } of inputs) {
        expect(dependencies).toContain(stack);
        const outputs = JSON.parse(readFileSync(join(folder, `../${name}-${stack}/cdk.tf.json`), "utf8")).output;
        expect(Object.keys(outputs)).toContain(output);
      }
    }
  });
});

it("leaves an environment alone whose name begins as another's", async () => {
  const outDir = mkdtempSync(join(tmpdir(), "weir-stacks-"));
  const ids = ["dev-foundation", "dev-eu-foundation"];
  for (const id of ids) {
    mkdirSync(join(outDir, id));
    writeFileSync(join(outDir, id, "cdk.tf.json"), "{}");
  }
  const stacks = ids.map((id) => [id, { workingDirectory: id, dependencies: [] }]);
  writeFileSync(join(outDir, "manifest.json"), JSON.stringify({ stacks: Object.fromEntries(stacks) }));
  for (const name of ["dev", "dev-eu"]) {
    const environment = { ...loadEnvironment("dev"), name };
    const found = await readStacks({ environment, names: namesOf(environment), endpoint: undefined }, outDir);
    expect(found).toMatchObject([{ name: "foundation", folder: join(outDir, `${name}-foundation`) }]);
  }
  rmSync(outDir, { recursive: true });
});

it("reads an output of every kind of key from production's foundation", async () => {
  const stacks = await stacksOf("prod");
  expect(stacks.find((stack) => stack.name === "streaming")?.inputs).toEqual([
    { stack: "foundation", output: expect.stringContaining("StreamsKey") },
  ]);
});

it("chooses stacks in their order, all of them without a name, and offers the names there are for one that is none", async () => {
  const stacks = await stacksOf("dev");
  expect(chooseStacks(stacks, ["processing", "foundation"]).map(({ name }) => name)).toEqual([
    "foundation",
    "processing",
  ]);
  expect(chooseStacks(stacks, [])).toEqual(stacks);
  expect(() => chooseStacks(stacks, ["streeming"])).toThrow(
    /^there is no stack streeming; there are: foundation, .*\(did you mean streaming\?\)$/,
  );
});
