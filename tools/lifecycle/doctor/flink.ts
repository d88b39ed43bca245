import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Environment } from "../../../environments";
import { flinkJar } from "../../../flink-sources";
import { findJarProblem, shortPath } from "../flink-jar";
import { wordsOf } from "../outcomes";
import type { Finding } from "./finding";

/** The class files of the runner are Java 11's, which the oldest compiler with `--release 11` is. */
const leastJava = 11;

/** Looks for what builds the jar of an environment's Flink applications, and for the jar; for neither where it has none. */
export async function checkFlink({ analytics }: Environment): Promise<Finding[]> {
  if (Object.keys(analytics).length === 0) return [];
  const maven = promisify(execFile)("mvn", ["--batch-mode", "--version"]).then(
    ({ stdout }) => checkMaven(stdout),
    (error: unknown) => toInstall(`mvn can't be run: ${wordsOf(error)}`),
  );
  return [await maven, await checkJar()];
}

/** @param printed what Maven says of its version, with that of the Java which it runs on */
export function checkMaven(printed: string): Finding {
  const [, maven] = /Apache Maven ([\w.-]+)/.exec(printed) ?? [];
  const [, java, major] = /Java version: ((\d+)[\w.+-]*)/.exec(printed) ?? [];
  if (!maven || !java) return toInstall(`mvn does not say what it is: ${printed.trim()}`);
  const message = `${maven}, with Java ${java}`;
  return Number(major) < leastJava
    ? toInstall(`${message}, which is too old`)
    : { check: "Maven", verdict: "ok", message };
}

/** The jar may come from elsewhere. */
function toInstall(message: string): Finding {
  const fix = `npm run build:flink needs Maven, and Java ${leastJava} or later: install both`;
  return { check: "Maven", verdict: "warning", message, fix };
}

async function checkJar(): Promise<Finding> {
  const check = "Flink jar";
  const problem = await findJarProblem();
  return problem ? { check, verdict: "problem", ...problem } : { check, verdict: "ok", message: shortPath(flinkJar()) };
}
