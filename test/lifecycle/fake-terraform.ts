import { chmodSync, mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * A program that takes itself for a version of Terraform, and does nothing. Whatever is asked of it, it is done with.
 * @param parent where it gets a folder of its own
 * @param version as it says it, such as `Terraform v1.11.4`
 * @param script what the shell does instead when it is asked for anything else than its version
 * @returns the folder, for the PATH; the program's name is terraform
 */
export function fakeTerraform(parent: string, version: string, script = `echo "${version}"`): string {
  const folder = mkdtempSync(join(parent, ".fake-terraform-"));
  const program = join(folder, "terraform");
  writeFileSync(program, `#!/bin/sh\nif [ "$1" = version ]; then echo "${version}"; exit; fi\n${script}\n`);
  chmodSync(program, 0o755);
  return folder;
}
