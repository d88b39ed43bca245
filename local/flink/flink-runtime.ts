import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

/** What runs Flink jobs on this machine. */
export interface FlinkRuntime {
  /** The `java` program. */
  readonly java: string;
  /** The runner and its connector. */
  readonly jar: string;
  /** The folder of Flink itself, which a cluster of AWS's provides. */
  readonly libraries: string;
}

/** Nothing here runs Flink jobs. */
export interface NoFlinkRuntime {
  /** Why not, and the fix: one line. */
  readonly missing: string;
}

/** The class files of the runner are Java 11's, as the managed service asks. */
const minJavaVersion = 11;

const target = join(__dirname, "..", "..", "flink", "target");

/** Finds Java and the built jar. */
export function findFlinkRuntime(
  environment: Readonly<Record<string, string | undefined>>,
): FlinkRuntime | NoFlinkRuntime {
  const named = environment["WEIR_FLINK_JAR"];
  if (named && !existsSync(named)) return { missing: `WEIR_FLINK_JAR is ${named}, and there is no such file` };
  const jars = named ? [resolve(named)] : ["local", "managed"].map((name) => join(target, `weir-flink-${name}.jar`));
  const jar = jars.find((path) => existsSync(path));
  const libraries = join(target, "lib");
  if (!jar || !existsSync(libraries)) {
    return { missing: `there is no ${jar ? libraries : jars[0]}: run \`npm run build:flink:local\` to build it` };
  }
  const home = environment["JAVA_HOME"];
  const java = home ? join(home, "bin", "java") : "java";
  const version = javaVersion(java);
  const fix = `install Java ${minJavaVersion} or newer, and put it into PATH or name its folder in JAVA_HOME`;
  if (version === undefined) return { missing: `${java} can't be run: ${fix}` };
  if (version < minJavaVersion) return { missing: `${java} is Java ${version}: ${fix}` };
  return { java, jar, libraries };
}

/** Undefined where there is no Java. */
function javaVersion(java: string): number | undefined {
  const { stderr } = spawnSync(java, ["-version"], { encoding: "utf8" });
  // Up to Java 8 it was "1.8.0".
  const [, version] = /version "(?:1\.)?(\d+)/.exec(stderr ?? "") ?? [];
  return version === undefined ? undefined : Number(version);
}
