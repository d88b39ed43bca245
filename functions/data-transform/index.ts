import { variables } from "./contract";
import { makeHandler } from "./handler";

const environment = process.env[variables.environment];
if (!environment) throw new Error(`the function's variable ${variables.environment} is missing. The stack sets it.`);

/** The Lambda entry point. */
export const handler = makeHandler({
  now: Date.now,
  // Not console.log, whose prefix would keep CloudWatch from reading metrics out of the line.
  log: (lines) => process.stdout.write(`${lines.join("\n")}\n`),
  environment,
});
