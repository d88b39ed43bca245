import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { loadEnvironment } from "../../environments";
import { namesOf } from "../../names";
import { keepPlans, readKeptPlans } from "./kept-plans";
import type { Planned, StackPlan } from "./plan-stack";
import type { Stack } from "./stacks";

let folder: string;
let stack: Stack;
let kept: string;

const environment = loadEnvironment("dev");
const target = { environment, names: namesOf(environment), endpoint: undefined };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "weir-kept-"));
  kept = join(folder, "plans");
  stack = { name: "processing", folder: join(folder, "stack"), dependencies: [], inputs: [] };
  write("stack/cdk.tf.json", "{}");
});

afterEach(() => rmSync(folder, { recursive: true }));

/** Writes a file below the folder. @returns its path */
function write(path: string, text: string): string {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

/** A plan that Terraform wrote. */
function planned(text: string): Planned {
  return {
    ...{
      kind: "planned",
      outputs: ["arn"],
      json: undefined,
      effect: text,
      inputs: { "streaming.arn": "digest" },
      output: "",
    },
    changes: [{ address: `aws_iam_role.${text}`, action: "create" }],
    file: write("made.tfplan", text),
  };
}

const keep = (plan: StackPlan) => keepPlans(kept, { target }, new Map([[stack, plan]]));

async function read(): Promise<StackPlan | undefined> {
  return (await readKeptPlans(kept, { target, chosen: [stack] }, [])).get(stack);
}

it("gives back what was kept, whatever becomes of the file that Terraform wrote", async () => {
  const plan = planned("One");
  await keep(plan);
  rmSync(plan.file);
  const again = await read();
  expect(again).toEqual({ ...plan, file: join(kept, "processing.tfplan") });
  expect(readFileSync(join(kept, "processing.tfplan"), "utf8")).toBe("One");
});

it("keeps plans from other users of the machine, as they hold secrets", async () => {
  await keep(planned("One"));
  expect(statSync(kept).mode & 0o077).toBe(0);
});

it("takes a stack for the same whatever other synthesized code or failed applies have left in its folder", async () => {
  await keep(planned("One"));
  write("stack/assets/Code/0123456789ABCDEF/of-another-branch.zip", "any");
  write("stack/errored.tfstate", "{}");
  expect(await read()).toMatchObject({ kind: "planned" });
});

it("refuses the plan of a stack that is another one now", async () => {
  await keep(planned("One"));
  write("stack/cdk.tf.json", '{"resource":{}}');
  await expect(read()).rejects.toThrow(/stack processing is another one now/);
});

it("never has one plan's description beside another's file", async () => {
  await keep(planned("One"));
  const broken = { ...planned("Two"), file: join(folder, "nowhere.tfplan") };
  await expect(keep(broken)).rejects.toThrow("ENOENT");
  await expect(read()).rejects.toThrow(/there are no plans in/);
});
