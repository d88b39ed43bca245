import { chmodSync, mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * A program that takes itself for a version of Terraform, and does nothing. Whatever is asked of it, it is done with.
 * @param parent where it gets a folder of its own
 * @param version as it says it, such as `Terraform v1.11.4`
 * @returns the folder, for the PATH; the program's name is terraform
 */
export function fakeTerraform(parent: string, version: string): string {
  const folder = mkdtempSync(join(parent, ".fake-terraform-"));
  const program = join(folder, "terraform");
  writeFileSync(program, `#!/bin/sh\necho "${version}"\n`);
  chmodSync(program, 0o755);
  return folder;
}
