import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { cp, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import type { Change } from "./change";
import type { Planned, StackPlan } from "./plan-stack";
import type { Session } from "./session";
import type { Stack } from "./stacks";

/** Plans that were kept in a folder, to be applied as they are once somebody has approved them. */
export interface KeptPlans {
  readonly environment: string;
  /** The commit that was checked out, and whether something had been changed since. */
  readonly commit: string;
  readonly stacks: Readonly<Record<string, KeptPlan>>;
}

/** One of them. */
export interface KeptPlan {
  /** Of all that was synthesized for the stack. */
  readonly sourceDigest: string;
  /** The plan's file in the folder; absent for a stack that waits for another. */
  readonly file?: string;
  readonly waitsFor?: readonly string[];
  readonly changes: readonly Change[];
  readonly outputs: readonly string[];
  /** See {@link Planned}; of a stack that waits, none. */
  readonly effect: string;
  readonly inputs: Readonly<Record<string, string>>;
}

const index = "plans.json";

/** Keeps plans in a folder, which is made. */
export async function keepPlans(
  folder: string,
  { target }: Session,
  plans: ReadonlyMap<Stack, StackPlan>,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const kept = [...plans].map(async ([stack, plan]) => [stack.name, await keep(folder, stack, plan)] as const);
  const stacks = Object.fromEntries(await Promise.all(kept));
  const all: KeptPlans = { environment: target.environment.name, commit: await currentCommit(), stacks };
  await writeFile(join(folder, index), `${JSON.stringify(all, null, 2)}\n`);
}

async function keep(folder: string, stack: Stack, plan: StackPlan): Promise<KeptPlan> {
  const sourceDigest = await digestOfSources(stack);
  if (plan.kind === "waiting") {
    return { sourceDigest, waitsFor: plan.stacks, changes: [], outputs: [], effect: "", inputs: {} };
  }
  const { changes, outputs, effect, inputs } = plan;
  const file = `${stack.name}.tfplan`;
  await cp(plan.file, join(folder, file));
  return { sourceDigest, file, changes, outputs, effect, inputs };
}

/**
 * Reads the plans kept in a folder.
 * @param asked the names of the stacks that were asked for; without any, all that are kept
 * @throws Error when there are none, when they are another environment's, or when the sources have changed since
 */
export async function readKeptPlans(
  folder: string,
  { target, chosen }: Session,
  asked: readonly string[],
): Promise<Map<Stack, StackPlan>> {
  const kept = await readIndex(folder);
  const { name } = target.environment;
  if (kept.environment !== name) {
    throw new Error(`the plans in ${folder} are of environment ${kept.environment}, not of ${name}`);
  }
  const plans = new Map<Stack, StackPlan>();
  for (const stack of chosen) {
    const plan = kept.stacks[stack.name];
    if (plan) {
      await verifySources(folder, kept, stack, plan);
      plans.set(stack, stackPlanOf(folder, plan));
    } else if (asked.includes(stack.name)) {
      throw new Error(
        `there is no plan of stack ${stack.name} in ${folder}; there are: ${Object.keys(kept.stacks).join(", ")}`,
      );
    }
  }
  return plans;
}

async function verifySources(folder: string, kept: KeptPlans, stack: Stack, plan: KeptPlan): Promise<void> {
  if (plan.sourceDigest === (await digestOfSources(stack))) return;
  throw new Error(
    `the plans in ${folder} were made at ${kept.commit}, and stack ${stack.name} is another one now, at ${await currentCommit()}: check that commit out, or plan again (weir plan --env ${kept.environment} --out ${folder})`,
  );
}

/** What Terraform printed, and all else that was known, stays with who planned. */
function stackPlanOf(folder: string, { file, waitsFor = [], changes, outputs, effect, inputs }: KeptPlan): StackPlan {
  if (file === undefined) return { kind: "waiting", stacks: waitsFor };
  const planned: Planned = {
    ...{ kind: "planned", changes, outputs, effect, inputs, json: undefined, output: "" },
    // Terraform runs in the stack's own folder.
    file: resolve(folder, file),
  };
  return planned;
}

async function readIndex(folder: string): Promise<KeptPlans> {
  try {
    return JSON.parse(await readFile(join(folder, index), "utf8")) as KeptPlans;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    throw new Error(`there are no plans in ${folder}: weir plan --out ${folder} keeps them there`);
  }
}

/** Of the stack's Terraform and of the code that it deploys; not of what Terraform itself keeps beside them. */
async function digestOfSources({ folder }: Stack): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !file.slice(folder.length).includes("/."));
  const hash = createHash("sha256");
  for (const file of files.sort()) hash.update(file.slice(folder.length)).update(await readFile(file));
  return hash.digest("hex");
}

/** What is checked out, for people: a short commit id, `+` behind it when files differ from it. */
export async function currentCommit(): Promise<string> {
  const git = promisify(execFile);
  const cwd = join(__dirname, "../..");
  try {
    const { stdout } = await git("git", ["describe", "--always", "--abbrev=12", "--dirty=+", "--exclude=*"], { cwd });
    return stdout.trim();
  } catch {
    // The sources may have come without their history, and say by their digests what they are.
    return "an unknown commit";
  }
}
