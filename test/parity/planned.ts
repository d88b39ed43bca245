import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { cleanEnvironment } from "../lifecycle/clean-environment";
import type { Synthesis } from "./synthesis";

/** The stacks that can be planned while nothing is applied yet: those that read no other's state. */
export function stacksWithoutInputs({ stacks }: Synthesis): string[] {
  const readsState = (stack: string) => "terraform_remote_state" in ((stacks[stack]?.["data"] as object) ?? {});
  return Object.keys(stacks).filter((stack) => !readsState(stack));
}

/**
 * Plans stacks with OpenTofu.
 * @param outDir what was synthesized
 * @returns `<stack>: <action> <address>`, in order
 * @throws Error with what OpenTofu printed, when it fails
 */
export function planned(outDir: string, stacks: readonly string[], endpointUrl: string): string[] {
  const env = { ...cleanEnvironment(), AWS_ENDPOINT_URL: endpointUrl, CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1" };
  const changes = stacks.flatMap((stack) => {
    const run = (...args: string[]) =>
      execFileSync("tofu", args, { cwd: join(outDir, "stacks", stack), env, encoding: "utf8", stdio: "pipe" });
    run("init", "-input=false", "-no-color");
    const events = run("plan", "-input=false", "-json").trim().split("\n");
    return events.flatMap((line) => describeChange(JSON.parse(line) as Event).map((text) => `${stack}: ${text}`));
  });
  return changes.sort();
}

/** A line of what `tofu plan -json` prints, as far as it is read here. */
interface Event {
  readonly type: string;
  readonly change?: { readonly resource: { readonly addr: string }; readonly action: string };
}

function describeChange({ type, change }: Event): string[] {
  return type === "planned_change" && change ? [`${change.action} ${change.resource.addr}`] : [];
}
