import { createHash } from "node:crypto";
import { type Change, changesOf } from "./change";
import { initStack } from "./init";
import { explained } from "./known-failures";
import type { PlanJson } from "./plan-json";
import { readState } from "./remote-state";
import type { Session } from "./session";
import type { Input, Stack } from "./stacks";
import type { TerraformEvent } from "./terraform-event";

/** What became of the planning of a stack. */
export type StackPlan = Planned | Waiting;

/** A stack that Terraform planned. */
export interface Planned {
  readonly kind: "planned";
  readonly changes: readonly Change[];
  /** The names of the outputs that change: other stacks may wait for them. */
  readonly outputs: readonly string[];
  /** All of it, for who wants to know more; `undefined` when nothing changes (and, for drift, nothing was found changed). */
  readonly json: PlanJson | undefined;
  /** The plan itself, for `terraform apply`. */
  readonly file: string;
  /** A digest of all that it does, values included: another plan of the same effect needs no other approval. */
  readonly effect: string;
  /** Digests of the outputs of other stacks that it was made with. */
  readonly inputs: Readonly<Record<string, string>>;
  /** What Terraform printed. */
  readonly output: string;
}

/** A stack that reads outputs which nobody has applied yet. */
export interface Waiting {
  readonly kind: "waiting";
  /** The stacks that have to be applied first. */
  readonly stacks: readonly string[];
}

/** How a stack is planned. */
export interface PlanOptions {
  /** For `terraform plan`, beside what every plan has. */
  readonly args?: readonly string[];
  /** Whether the plan is read also where nothing is to be done, for what was found changed. @default false */
  readonly readsDrift?: boolean;
}

/**
 * Plans a stack.
 * @param file where the plan is kept
 * @throws TerraformError with all its output, when it can't be planned
 */
export async function planStack(
  { target, terraform }: Session,
  stack: Stack,
  file: string,
  { args = [], readsDrift = false }: PlanOptions = {},
): Promise<StackPlan> {
  const inputs = await readInputs(target, stack);
  const missing = inputs.filter(({ digest }) => digest === undefined);
  if (missing.length > 0) return { kind: "waiting", stacks: [...new Set(missing.map((input) => input.stack))] };
  await initStack(terraform, stack);
  let isDifferent = false;
  let outputs: string[] = [];
  const output = await terraform
    .runEvents(
      stack.folder,
      // Somebody else's plan has the state for seconds; an apply has the environment's own lock as well.
      ["plan", "-json", "-input=false", "-lock-timeout=60s", `-out=${file}`, ...args],
      (event) => {
        if (event.type === "planned_change" || (readsDrift && event.type === "resource_drift")) isDifferent = true;
        if (event.type === "outputs") {
          outputs = changedOutputs(event);
          isDifferent ||= outputs.length > 0;
        }
      },
    )
    .catch((error: unknown) => {
      throw explained(error, target, stack);
    });
  // Reading a plan takes as long as loading the provider does.
  const json = isDifferent ? await showPlan(terraform, stack, file) : undefined;
  const digests = inputs.map(({ stack: upstream, output: name, digest }) => [`${upstream}.${name}`, digest]);
  return {
    kind: "planned",
    changes: json ? changesOf(json) : [],
    outputs,
    json,
    file,
    effect: effectOf(json),
    inputs: Object.fromEntries(digests),
    output,
  };
}

function changedOutputs({ outputs = {} }: TerraformEvent): string[] {
  return Object.keys(outputs).filter((name) => outputs[name]?.action !== "noop");
}

function effectOf({ resource_changes = [], output_changes = {} }: PlanJson = {}): string {
  const resources = resource_changes
    .filter(({ previous_address, change: { actions } }) => actions.join() !== "no-op" || previous_address !== undefined)
    .map(({ address, previous_address, deposed, change: { actions, after, after_unknown } }) => {
      return [address, previous_address, deposed, actions, after, after_unknown];
    });
  const outputs = Object.entries(output_changes).map(([name, { actions, after }]) => [name, actions, after]);
  return digestOf([resources, outputs]);
}

/** Reads a plan's file. */
async function showPlan(terraform: Session["terraform"], { folder }: Stack, file: string): Promise<PlanJson> {
  return (await terraform.runJson(folder, ["show", "-json", file])) as PlanJson;
}

/** A stack's inputs as they are now, each with the digest of its value; without one when nobody has applied it yet. */
export async function readInputs(
  target: Session["target"],
  stack: Stack,
): Promise<(Input & { readonly digest: string | undefined })[]> {
  const upstream = [...new Set(stack.inputs.map((input) => input.stack))];
  const states = await Promise.all(upstream.map(async (name) => [name, await readState(target, name)] as const));
  const outputs = new Map(states.map(([name, state]) => [name, state?.outputs ?? {}]));
  return stack.inputs.map((input) => {
    const output = outputs.get(input.stack)?.[input.output];
    return { ...input, digest: output && digestOf(output.value) };
  });
}

function digestOf(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex");
}
