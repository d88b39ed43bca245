import { chmodSync, mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * A program that takes itself for Maven, and does nothing but to say its version.
 * @param parent where it gets a folder of its own
 * @param java the version of Java that it says it runs on
 * @returns the folder, for the PATH; the program's name is mvn
 */
export function fakeMaven(parent: string, java: string): string {
  const folder = mkdtempSync(join(parent, ".fake-maven-"));
  const program = join(folder, "mvn");
  const version = `Apache Maven 3.8.7\nMaven home: /usr/share/maven\nJava version: ${java}, vendor: Any, runtime: /any`;
  writeFileSync(program, `#!/bin/sh\necho '${version}'\n`);
  chmodSync(program, 0o755);
  return folder;
}
