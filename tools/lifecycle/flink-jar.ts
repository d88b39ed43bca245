import { readFile, stat } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { flinkJar, listFlinkSources } from "../../flink-sources";
import type { Stack } from "./stacks";

/** What is wrong with the jar that Flink applications run, and how to mend it. */
export interface JarProblem {
  readonly message: string;
  readonly fix: string;
}

/** Terraform would miss the jar only when it uploads it, in the middle of an apply, and an old one never. */
export async function findJarProblem(): Promise<JarProblem | undefined> {
  const named = process.env["WEIR_FLINK_JAR"];
  const jar = shortPath(flinkJar());
  const fix = "build it (npm run build:flink), or name another in WEIR_FLINK_JAR";
  const builtMs = await changedMs(flinkJar());
  if (builtMs === undefined) {
    return { message: named ? `${jar}, which WEIR_FLINK_JAR names, is not there` : `${jar} is not there`, fix };
  }
  // What another one was built from nobody here knows.
  if (named) return undefined;
  const sources = listFlinkSources();
  // Of a file that is no more, its folder tells.
  for (const source of [...sources, ...new Set(sources.map(dirname))]) {
    const sourceMs = await changedMs(source);
    if (sourceMs !== undefined && sourceMs > builtMs) {
      return { message: `${jar} is older than ${shortPath(source)}`, fix };
    }
  }
  return undefined;
}

/** @throws Error when one of the stacks has a Flink application, and its jar is not there or is old */
export async function verifyFlinkJar(stacks: Iterable<Stack>): Promise<void> {
  for (const stack of stacks) {
    if (!(await hasApplication(stack))) continue;
    const problem = await findJarProblem();
    if (problem) throw new Error(`stack ${stack.name} deploys Flink jobs, and ${problem.message}: ${problem.fix}`);
    return;
  }
}

async function hasApplication({ folder }: Stack): Promise<boolean> {
  const { resource = {} } = JSON.parse(await readFile(join(folder, "cdk.tf.json"), "utf8")) as { resource?: object };
  return "aws_kinesisanalyticsv2_application" in resource;
}

/** When a file was last written; `undefined` where it is not there. */
async function changedMs(file: string): Promise<number | undefined> {
  try {
    return (await stat(file)).mtimeMs;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** A path from the folder that the command runs in, where it lies below that. */
export function shortPath(path: string): string {
  const short = relative(process.cwd(), path);
  return short.startsWith("..") ? path : short;
}
