import { type Command, InvalidArgumentError } from "commander";
import { environmentNames } from "../../environments";

/** The options of every verb that runs stacks. */
export interface LifecycleOptions {
  readonly env: string;
  /** Short names; empty for all stacks. */
  readonly stack: readonly string[];
  readonly json: boolean;
  readonly verbose: boolean;
  readonly endpoint?: string;
}

/** Gives a verb the options of all that run stacks. */
export function withLifecycleOptions(command: Command): Command {
  return withTargetOptions(command)
    .option("--stack <name>", "only this stack, such as streaming (again for more)", append, [])
    .option("--verbose", "show what Terraform prints for every stack, not only for those that fail", false);
}

/** Gives a verb the options of all that reach an environment. */
export function withTargetOptions(command: Command): Command {
  return command
    .option("--env <name>", `one of: ${environmentNames.join(", ")}`, "dev")
    .option("--json", "print the result as JSON", false)
    .option("--endpoint <url>", "what stands for AWS, in tests", httpUrl);
}

function append(value: string, values: readonly string[]): readonly string[] {
  return [...values, value];
}

function httpUrl(text: string): string {
  if (/^https?:/.test(text) && URL.canParse(text)) return text;
  throw new InvalidArgumentError("It must be a URL, such as http://127.0.0.1:5000.");
}
