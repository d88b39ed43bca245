import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Stack } from "./stacks";
import type { Terraform } from "./terraform";

/** Terraform's cache of providers takes one writer at a time. */
let last: Promise<unknown> = Promise.resolve();

/**
 * Makes a stack's folder ready for Terraform: provider and backend. Costs nothing when it is.
 * @throws TerraformError when it can't be
 */
export function initStack(terraform: Terraform, stack: Stack): Promise<void> {
  const turn = last.then(() => initOnce(terraform, stack));
  // Whoever waits for its turn has nothing to do with how this one ends; its own caller is told.
  last = turn.catch(() => undefined);
  return turn;
}

async function initOnce(terraform: Terraform, { folder }: Stack): Promise<void> {
  const mark = join(folder, ".terraform", "weir-init");
  if ((await readIfThere(mark)) === (await digestOf(terraform, folder)) && (await hasProviders(folder))) return;
  // An init that fails may have changed half of what it says.
  await rm(mark, { force: true });
  // A backend of another account or region is a new one; its state is where it was.
  await terraform.runText(folder, ["init", "-input=false", "-no-color", "-reconfigure"]);
  // OpenTofu writes the lock file anew, and the next synthesis puts ours back: then it is to be done again.
  await writeFile(mark, await digestOf(terraform, folder));
}

/** Whether the providers that init linked to are still in the cache. */
async function hasProviders(folder: string): Promise<boolean> {
  const providers = join(folder, ".terraform", "providers");
  if (!existsSync(providers)) return true;
  const entries = await readdir(providers, { recursive: true, withFileTypes: true });
  const links = entries.filter((entry) => entry.isSymbolicLink());
  return links.every((link) => existsSync(join(link.parentPath, link.name)));
}

/** Of all that init depends on. */
async function digestOf({ version }: Terraform, folder: string): Promise<string> {
  const { terraform } = JSON.parse(await readFile(join(folder, "cdk.tf.json"), "utf8"));
  const lock = await readIfThere(join(folder, ".terraform.lock.hcl"));
  return createHash("sha256")
    .update(JSON.stringify([version, terraform, lock]))
    .digest("hex");
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
