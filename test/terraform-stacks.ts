import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Interrupt } from "../tools/lifecycle/interrupt";
import type { Session } from "../tools/lifecycle/session";
import type { Stack } from "../tools/lifecycle/stacks";
import { terraformVariables } from "../tools/lifecycle/target";
import { Terraform } from "../tools/lifecycle/terraform";
import { type StateBucket, startStateBucket } from "./state-bucket";

/** What Terraform's JSON calls an expression. */
export const reference = (path: string) => `\${${path}}`;

/** Stacks for the real Terraform, of resources that it has by itself, whose states lie in a bucket on this machine. */
export interface TerraformStacks {
  readonly bucket: StateBucket;
  /** Has the stacks, and the folder of plans beside theirs. */
  readonly session: Session;
  readonly folder: string;
  /** How a stack finds another's state. */
  backendOf(stack: string): object;
  /** Gives a stack its Terraform. */
  write(stack: string, content: object): void;
  stop(): Promise<void>;
}

/** Starts them. @param kinds what each is beside its folder, by name and in order */
export async function startStacks(kinds: Record<string, Partial<Stack>>): Promise<TerraformStacks> {
  const bucket = await startStateBucket();
  const { target } = bucket;
  const folder = mkdtempSync(join(tmpdir(), "weir-stacks-"));
  const stacks = Object.entries(kinds).map(([name, kind]): Stack => {
    return { name, folder: join(folder, name), dependencies: [], inputs: [], ...kind };
  });
  const interrupt = new Interrupt();
  const terraform = await Terraform.find(interrupt, terraformVariables(target));
  const backendOf = (name: string) => ({
    bucket: target.names.stateBucket.name,
    key: target.names.stateKey(name),
    region: target.environment.region,
    use_path_style: true,
  });
  return {
    ...{ bucket, folder, backendOf, session: { target, terraform, interrupt, stacks, chosen: stacks } },
    write(name, content) {
      mkdirSync(join(folder, name), { recursive: true });
      const backend = { s3: { ...backendOf(name), use_lockfile: true } };
      writeFileSync(join(folder, name, "cdk.tf.json"), JSON.stringify({ terraform: { backend }, ...content }));
    },
    async stop() {
      interrupt.close();
      await bucket.stop();
      rmSync(folder, { recursive: true });
    },
  };
}
