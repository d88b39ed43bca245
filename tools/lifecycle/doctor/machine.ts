import { constants } from "node:fs";
import { access, copyFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { engines } from "../../../package.json";
import type { Terraform } from "../terraform";
import { TerraformError } from "../terraform-error";
import type { Finding } from "./finding";

const lockFile = join(__dirname, "../../../stacks/.terraform.lock.hcl");

/** @param version of Node, as in 20.19.0 */
export function checkNode(version: string): Finding {
  const least = engines.node.replace(">=", "");
  const isOld = version.localeCompare(least, "en", { numeric: true }) < 0;
  if (!isOld) return { check: "Node", verdict: "ok", message: version };
  return {
    check: "Node",
    verdict: "problem",
    message: `${version}, which is too old`,
    fix: `install ${least} or later`,
  };
}

/** Says which Terraform or OpenTofu runs, and where it is. */
export async function checkTerraform({ binary, version }: Terraform): Promise<Finding[]> {
  return [{ check: "Terraform", verdict: "ok", message: `${version} (${await pathOf(binary)})` }];
}

async function pathOf(binary: string): Promise<string> {
  if (binary.includes("/")) return binary;
  const files = (process.env["PATH"] ?? "").split(delimiter).map((folder) => join(folder, binary));
  for (const file of files) {
    if (await isExecutable(file)) return file;
  }
  return binary;
}

function isExecutable(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/** Gets the provider that the lock file names, as the first plan would; it stays in the cache of all stacks. */
export async function checkProvider(terraform: Terraform): Promise<Finding[]> {
  const folder = await mkdtemp(join(tmpdir(), "weir-doctor-"));
  const check = "provider";
  try {
    await copyFile(lockFile, join(folder, ".terraform.lock.hcl"));
    const required = { terraform: { required_providers: { aws: { source: "hashicorp/aws" } } } };
    await writeFile(join(folder, "main.tf.json"), JSON.stringify(required));
    await terraform.runText(folder, ["init", "-backend=false", "-input=false", "-no-color"]);
    return [{ check, verdict: "ok", message: `hashicorp/aws ${await lockedVersion()}, as the lock file has it` }];
  } catch (error) {
    if (!(error instanceof TerraformError)) throw error;
    const message = `hashicorp/aws ${await lockedVersion()} can't be had: ${reasonOf(error)}`;
    const fix = "let this machine reach the registry, or a mirror that Terraform's CLI configuration names";
    return [{ check, verdict: "problem", message, fix }];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function lockedVersion(): Promise<string> {
  const [, version] = /hashicorp\/aws"[^}]*? version += "([\d.]+)"/s.exec(await readFile(lockFile, "utf8")) ?? [];
  if (!version) throw new Error(`${lockFile} names no version of hashicorp/aws`);
  return version;
}

/** Terraform's error in one line: its head and what explains it, without what it printed before and advises behind. */
function reasonOf({ message }: TerraformError): string {
  const paragraphs = message.replace(/^.*?Error: /s, "").split(/\n\s*\n/);
  return paragraphs.slice(0, 2).join(": ").replace(/\s+/g, " ");
}
