import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Where Terraform keeps the provider that the stacks ask for: initialised once, since each time takes seconds. */
export interface ProviderFolder {
  /** For `TF_DATA_DIR`. */
  readonly dataDir: string;
  /** To be copied beside the configuration to validate. */
  readonly lockFile: string;
}

let initialised: ProviderFolder | undefined;

/**
 * Runs `terraform init` for the provider that the stacks ask for.
 * @throws Error of the command when Terraform is absent or can't get the provider.
 */
export function initProvider(): ProviderFolder {
  if (initialised) return initialised;
  // Test files run side by side, each worker in a folder of its own.
  const folder = join(__dirname, "..", ".weir", `terraform-provider-${process.env["JEST_WORKER_ID"] ?? "0"}`);
  mkdirSync(folder, { recursive: true });
  const terraform = { required_providers: { aws: { source: "aws", version: ">= 5.100.0, < 7.0.0" } } };
  writeFileSync(join(folder, "main.tf.json"), JSON.stringify({ terraform }));
  execFileSync("terraform", ["init", "-backend=false", "-input=false"], { cwd: folder, stdio: "pipe" });
  initialised = { dataDir: join(folder, ".terraform"), lockFile: join(folder, ".terraform.lock.hcl") };
  return initialised;
}
