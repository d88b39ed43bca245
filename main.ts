import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { App } from "cdktf";
import { type Environment, EnvironmentError, environmentNames, loadEnvironment } from "./environments";
import { flinkJar, flinkSourcesHash } from "./flink-sources";
import { bundleFunction } from "./functions/bundle";
import { listSources } from "./sources";
import { addStacks } from "./stacks/add-stacks";
import { codesOf } from "./stacks/function-codes";

async function main(): Promise<void> {
  const environments = await loadAll();
  const folders = new Set(environments.flatMap(codesOf));
  const bundling = [...folders].map(async (folder) => [folder, await bundleFunction(folder)] as const);
  const codes = new Map(await Promise.all(bundling));
  const jar = { path: flinkJar(), sourcesHash: flinkSourcesHash() };

  // Without stack traces: they would write this machine's paths into the output.
  const app = new App({ stackTraces: false });
  for (const environment of environments) addStacks(app, environment, codes, jar);
  app.synth();
  lockProviders(app);
}

/** Gives every stack the one lock file: Terraform then takes the very provider that was checked, wherever it runs. */
function lockProviders({ outdir, manifest }: App): void {
  const lockFile = ".terraform.lock.hcl";
  for (const { workingDirectory } of Object.values(manifest.stacks)) {
    copyFileSync(join(__dirname, "stacks", lockFile), join(outdir, workingDirectory, lockFile));
  }
}

/** All environments, or one error that lists the problems of each. */
async function loadAll(): Promise<Environment[]> {
  const sources = await listSources();
  const errors: EnvironmentError[] = [];
  const environments = environmentNames.flatMap((name) => {
    try {
      return [loadEnvironment(name, sources)];
    } catch (error) {
      if (!(error instanceof EnvironmentError)) throw error;
      errors.push(error);
      return [];
    }
  });
  if (errors.length > 0) throw new AggregateError(errors, errors.map(({ message }) => message).join("\n"));
  return environments;
}

main().catch((error: unknown) => {
  // A bad environment is its author's to mend, and the message says how; a trace would only bury it.
  const isBadInput = error instanceof AggregateError;
  process.stderr.write(`${isBadInput ? error.message : ((error as Error).stack ?? error)}\n`);
  process.exitCode = 1;
});
