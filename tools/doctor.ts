import type { Command } from "commander";
import { examine } from "./lifecycle/doctor/examine";
import { describeFindings } from "./lifecycle/doctor/findings-table";
import { withTargetOptions } from "./lifecycle/options";

const examples = `
It looks at this machine, the environment's file, the account and its quotas, and the state bucket with its locks.
Nothing is changed, but that Terraform's provider is fetched if it is not here yet.

Examples:
  weir doctor
  weir doctor --env prod --json

Exit codes: 0 well (there may be warnings), 2 something stands in the way of a deployment, 1 it could not look.`;

/** Adds `weir doctor`: what stands in the way of a deployment, and how to mend it. */
export function registerDoctor(program: Command): void {
  withTargetOptions(program.command("doctor").description("Look for what stands in the way of a deployment."))
    .addHelpText("after", examples)
    .action(doctor);
}

async function doctor(options: {
  readonly env: string;
  readonly json: boolean;
  readonly endpoint?: string;
}): Promise<void> {
  const findings = await examine(options);
  const isHealthy = findings.every(({ verdict }) => verdict !== "problem");
  const { isTTY, columns } = process.stdout;
  const report = options.json
    ? JSON.stringify({ environment: options.env, isHealthy, findings }, null, 2)
    : describeFindings(findings, isTTY ? columns : undefined);
  process.stdout.write(`${report}\n`);
  if (!isHealthy) process.exitCode = 2;
}
