import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { offer } from "../../environments/closest";
import type { Target } from "./target";

/** A synthesized stack of an environment. */
export interface Stack {
  /** Its name within the environment, such as `streaming`. */
  readonly name: string;
  /** Where Terraform runs. */
  readonly folder: string;
  /** Names of the stacks that come before it. */
  readonly dependencies: readonly string[];
  /** The outputs of other stacks that it reads from their states. */
  readonly inputs: readonly Input[];
}

/** An output of another stack. */
export interface Input {
  readonly stack: string;
  readonly output: string;
}

interface Manifest {
  readonly stacks: Record<string, { readonly workingDirectory: string; readonly dependencies: readonly string[] }>;
}

/**
 * The stacks of an environment, each after those that it depends on.
 * @param outDir where they were synthesized
 */
export async function readStacks({ environment }: Target, outDir: string): Promise<Stack[]> {
  const manifest = await readManifest(outDir);
  const prefix = `${environment.name}-`;
  const entries = Object.entries(manifest.stacks).filter(([id]) => environmentOf(id) === environment.name);
  const stacks = entries.map(async ([id, { workingDirectory, dependencies }]) => {
    const folder = join(outDir, workingDirectory);
    const short = (other: string) => other.slice(prefix.length);
    return { name: short(id), folder, dependencies: dependencies.map(short), inputs: await readInputs(folder, prefix) };
  });
  return inOrder(await Promise.all(stacks));
}

/**
 * The stack that makes what Terraform itself needs: an environment's state bucket, and the roles of its continuous
 * integration.
 * @param outDir where it was synthesized
 */
export async function readBootstrapStack({ environment }: Target, outDir: string): Promise<Stack> {
  const id = `bootstrap-${environment.name}`;
  const { stacks } = await readManifest(outDir);
  const stack = stacks[id];
  if (!stack) throw new Error(`${outDir} has no stack ${id}`);
  return { name: "bootstrap", folder: join(outDir, stack.workingDirectory), dependencies: [], inputs: [] };
}

async function readManifest(outDir: string): Promise<Manifest> {
  return JSON.parse(await readFile(join(outDir, "manifest.json"), "utf8")) as Manifest;
}

/** A stack's id is `<environment>-<stack>`; no stack's name has a hyphen, but an environment's may, as `dev-eu`. */
function environmentOf(id: string): string {
  return id.slice(0, id.lastIndexOf("-"));
}

/**
 * Those of the stacks that were asked for, in the same order; all without names.
 * @throws Error for a name that no stack has
 */
export function chooseStacks(stacks: readonly Stack[], names: readonly string[]): readonly Stack[] {
  const known = stacks.map(({ name }) => name);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new Error(`there is no stack ${unknown.join(", ")}; there are: ${offer(unknown, known)}`);
  }
  return names.length === 0 ? stacks : stacks.filter(({ name }) => names.includes(name));
}

/** What CDKTF makes of a value that one stack takes from another. */
const crossStackReference =
  /\$\{data\.terraform_remote_state\.cross-stack-reference-input-([\w-]+)\.outputs\.([\w-]+)/g;

async function readInputs(folder: string, prefix: string): Promise<Input[]> {
  const text = await readFile(join(folder, "cdk.tf.json"), "utf8");
  const found = new Map<string, Input>();
  for (const [, id = "", output = ""] of text.matchAll(crossStackReference)) {
    found.set(`${id}.${output}`, { stack: id.slice(prefix.length), output });
  }
  return [...found.values()];
}

function inOrder(stacks: readonly Stack[]): Stack[] {
  const ordered: Stack[] = [];
  const place = (stack: Stack) => {
    if (ordered.includes(stack)) return;
    for (const other of stacks) if (stack.dependencies.includes(other.name)) place(other);
    ordered.push(stack);
  };
  for (const stack of stacks) place(stack);
  return ordered;
}
