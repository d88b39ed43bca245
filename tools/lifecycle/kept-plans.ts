import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
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

/** Keeps plans in a folder, which is made for the caller's eyes only: plans hold secrets as the state does. */
export async function keepPlans(
  folder: string,
  { target }: Pick<Session, "target">,
  plans: ReadonlyMap<Stack, StackPlan>,
): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // Of whatever comes between, none is left that describes plans which are others by now.
  await rm(join(folder, index), { force: true });
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
  { target, chosen }: Pick<Session, "target" | "chosen">,
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

/** Of the stack's Terraform, which names the code that it deploys by digests. Earlier code may lie in the folder, too. */
async function digestOfSources({ folder }: Stack): Promise<string> {
  return createHash("sha256")
    .update(await readFile(join(folder, "cdk.tf.json")))
    .digest("hex");
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
