import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { z } from "zod";
import { EvaluationError, TerraformReadError } from "./errors";
import { LazyValues } from "./lazy-values";
import { type ResolvedResource, Stack, type StackDocument, type Surroundings } from "./stack";
import type { ValueMap } from "./value";

/** What to read. */
export interface ReadEnvironmentOptions {
  /** The folder that synth wrote: `cdktf.out`. */
  readonly outDir: string;
  /** The environment's name: `dev`. */
  readonly environment: string;
}

/** A synthesized environment with every expression resolved. */
export interface ResolvedEnvironment {
  readonly environment: string;
  /** The account that the stacks' AWS provider allows; 000000000000 where it names none. */
  readonly accountId: string;
  /** The region of the stacks' AWS provider. */
  readonly region: string;
  /** Every resource of its stacks, each after those that it needs. */
  readonly resources: readonly ResolvedResource[];
  /** The outputs by stack id and name. */
  readonly outputs: Readonly<Record<string, ValueMap>>;
}

const manifestSchema = z.object({
  stacks: z.record(
    z.string(),
    z.object({
      name: z.string(),
      dependencies: z.array(z.string()),
      synthesizedStackPath: z.string(),
      workingDirectory: z.string(),
    }),
  ),
});

type Manifest = z.infer<typeof manifestSchema>;

/** A stack as the manifest lists it. */
type ManifestStack = Manifest["stacks"][string];

/**
 * Reads the synthesized Terraform of one environment, whose stacks' ids are `<environment>-<stack>`, and resolves
 * every expression in it, those across stacks too, as Terraform would after an apply. It runs no Terraform and
 * speaks to no network: what AWS would make by chance follows from the resource's address.
 * @throws TerraformReadError where the environment was not synthesized
 * @throws TerraformExpressionError for an expression that has no value here
 */
export function readEnvironment({ outDir, environment }: ReadEnvironmentOptions): ResolvedEnvironment {
  const read = ({ name, workingDirectory, synthesizedStackPath }: ManifestStack): Stack => {
    const document = readJson(join(outDir, synthesizedStackPath)) as StackDocument;
    return new Stack(name, resolve(outDir, workingDirectory), document, surroundings);
  };
  const surroundings: Surroundings = {
    values: new LazyValues(),
    stackAt: (backend, config) => stackAt(stacks, backend, config),
  };
  const [first, ...others] = stacksOf(environment, outDir);
  const stacks = [read(first), ...others.map(read)] as const;
  const { accountId, region } = stacks[0].account();
  return {
    environment,
    accountId,
    region,
    resources: stacks.flatMap((stack) => stack.resources()),
    outputs: Object.fromEntries(stacks.map((stack) => [stack.id, stack.outputs()])),
  };
}

/** `bootstrap-dev` makes what Terraform itself needs: it belongs to no environment's data path. */
const BOOTSTRAP = "bootstrap-";

/** A stack's id is `<environment>-<stack>`; no stack's name has a hyphen, but an environment's may. */
function environmentOf(stackId: string): string | undefined {
  if (stackId.startsWith(BOOTSTRAP)) return undefined;
  return stackId.slice(0, Math.max(0, stackId.lastIndexOf("-")));
}

/** The stacks of an environment, each after those that it depends on; there is at least one. */
function stacksOf(environment: string, outDir: string): [ManifestStack, ...ManifestStack[]] {
  const { stacks } = readManifest(environment, outDir);
  const ordered = new Set<ManifestStack>();
  const add = (stackId: string): void => {
    const stack = stacks[stackId];
    if (!stack || environmentOf(stackId) !== environment) return;
    stack.dependencies.forEach(add);
    ordered.add(stack);
  };
  Object.keys(stacks).forEach(add);
  const [first, ...rest] = ordered;
  if (first) return [first, ...rest];
  const others = new Set(Object.keys(stacks).flatMap((stackId) => environmentOf(stackId) ?? []));
  throw notSynthesized(environment, outDir, others.size > 0 ? ` (there are: ${[...others].sort().join(", ")})` : "");
}

function readManifest(environment: string, outDir: string): Manifest {
  const file = join(outDir, "manifest.json");
  if (!existsSync(file)) throw notSynthesized(environment, outDir, "");
  const manifest = manifestSchema.safeParse(readJson(file));
  if (manifest.success) return manifest.data;
  throw new TerraformReadError(`${file} is no manifest that CDKTF wrote:\n${z.prettifyError(manifest.error)}`);
}

function notSynthesized(environment: string, outDir: string, others: string): TerraformReadError {
  return new TerraformReadError(`no synthesized environment "${environment}" in ${outDir}${others}: run npm run synth`);
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    const reason = error instanceof Error ? error.message : error;
    throw new TerraformReadError(`can't read ${file}: ${reason}: run npm run synth again`, { cause: error });
  }
}

/** What tells one state from another, by the backend that keeps them. */
const STATE_LOCATIONS: Readonly<Record<string, readonly string[]>> = { local: ["path"], s3: ["bucket", "key"] };

function stackAt(stacks: readonly Stack[], backend: string, config: ValueMap): Stack {
  const location = Object.hasOwn(STATE_LOCATIONS, backend) ? STATE_LOCATIONS[backend] : undefined;
  if (!location) {
    const known = Object.keys(STATE_LOCATIONS).join(", ");
    throw new EvaluationError(`the backend ${backend} is not supported; those that are: ${known}`);
  }
  const found = stacks.find((stack) => {
    const own = stack.document.terraform?.backend?.[backend];
    return own && location.every((argument) => own[argument] === config[argument]);
  });
  if (found) return found;
  const wanted = location.map((argument) => `${argument} ${JSON.stringify(config[argument])}`).join(", ");
  throw new EvaluationError(`no stack of this environment keeps its state at ${backend} ${wanted}`);
}
