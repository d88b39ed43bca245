import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { delimiter, join } from "node:path";

const pom = join(__dirname, "pom.xml");
const file = join(__dirname, "target", "classpath");

/**
 * The class path of the Java programs in this folder. Maven resolves it once, and again when pom.xml is changed or
 * its own repository emptied.
 * @throws Error when Maven is not there, or can't get what pom.xml names
 */
export function javaClasspath(): string {
  const known = existsSync(file) && statSync(file).mtimeMs > statSync(pom).mtimeMs ? readFileSync(file, "utf8") : "";
  if (known !== "" && known.split(delimiter).every((jar) => existsSync(jar))) return known;
  execFileSync("mvn", ["--batch-mode", "--quiet", "--file", pom, "dependency:build-classpath"], { stdio: "pipe" });
  return readFileSync(file, "utf8");
}
