import { readdirSync } from "node:fs";
import { join } from "node:path";

/** A benchmark: `bench/<name>/bench.ts` prints a table of what it measured, beside its bar or its peer. */
interface Benchmark {
  run(): Promise<void>;
}

const names = readdirSync(__dirname, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .sort();

async function main(asked: string[]): Promise<void> {
  const unknown = asked.filter((name) => !names.includes(name));
  if (unknown.length > 0) throw new Error(`no benchmark "${unknown.join('", "')}"; there are: ${names.join(", ")}`);
  // One after another: on a small machine two at once would measure each other.
  for (const name of asked.length > 0 ? asked : names) {
    console.log(`\n== ${name}`);
    const benchmark = (await import(join(__dirname, name, "bench.ts"))) as Benchmark;
    await benchmark.run();
  }
}

// The AWS SDK's notice of Node 22 would stand between the tables.
process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] ??= "true";
main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
