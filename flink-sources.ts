import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";

const flinkFolder = join(__dirname, "flink");

/** What every job begins with, and so no job itself. */
const prelude = "prelude.sql";

/** The jobs of flink/sql/: of each file, the names that stand in it as `${name}`. */
export function listJobs(folder = flinkFolder): Record<string, string[]> {
  const sqlFolder = join(folder, "sql");
  const files = readdirSync(sqlFolder).filter((file) => file.endsWith(".sql") && file !== prelude);
  return Object.fromEntries(files.sort().map((file) => [file, placeholdersOf(join(sqlFolder, file))]));
}

function placeholdersOf(path: string): string[] {
  const names = Array.from(readFileSync(path, "utf8").matchAll(/\$\{(\w+)\}/g), ([, name = ""]) => name);
  return [...new Set(names)];
}

/**
 * The files that the deployed jar is built from: absolute, in the order of their paths. Neither tests nor what the other
 * profile alone compiles, which would restart every application for nothing.
 */
export function listFlinkSources(folder = flinkFolder): string[] {
  const below = (name: string) =>
    readdirSync(join(folder, name), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
  return [join(folder, "pom.xml"), ...["src/main", "src/managed", "sql"].flatMap(below)].sort();
}

/**
 * Says of what sources a jar is the code: 16 hexadecimal digits. A jar's own hash would need the jar, and differs from
 * one build of the same sources to the next.
 */
export function flinkSourcesHash(folder = flinkFolder): string {
  const hash = createHash("sha256");
  for (const path of listFlinkSources(folder)) {
    const content = readFileSync(path);
    // With its length, no content can pass for the beginning of the next file.
    hash.update(`${relative(folder, path)}\n${content.length}\n`).update(content);
  }
  return hash.digest("hex").slice(0, 16);
}

/** The jar that is deployed, whether it is built or not: absolute. `WEIR_FLINK_JAR` names another. */
export function flinkJar(): string {
  return resolve(process.env["WEIR_FLINK_JAR"] || join(flinkFolder, "target/weir-flink-managed.jar"));
}
