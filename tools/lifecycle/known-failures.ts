import { join } from "node:path";
import type { Stack } from "./stacks";
import type { Target } from "./target";
import { TerraformError } from "./terraform-error";

/** A stack's failure with one clear line on top of Terraform's own words, where it is one that is known. */
export function explained(error: unknown, { environment }: Target, { folder }: Stack): unknown {
  if (!(error instanceof TerraformError)) return error;
  const line = explain(error.message, environment.name, folder);
  return line === undefined ? error : new TerraformError(`${line}\n\n${error.message}`);
}

function explain(output: string, environment: string, folder: string): string | undefined {
  // What Terraform could not write to the bucket it leaves beside the stack's Terraform.
  if (output.includes("errored.tfstate")) {
    return `the state could not be written, and only ${join(folder, "errored.tfstate")} knows what was done: before anything else, once the bucket can be reached: terraform -chdir=${folder} state push errored.tfstate`;
  }
  const stale = "somebody has applied to this stack since the plan was made";
  if (output.includes("Saved plan is stale")) return `${stale}: plan again (weir plan --env ${environment})`;
  const kept = /Resource (\S+) has lifecycle\.prevent_destroy set/.exec(output)?.[1];
  if (kept !== undefined) {
    return `${kept} holds data and is protected, and this would destroy it: look in the change for what replaces it. If its making was interrupted, Terraform only takes it for broken: terraform -chdir=${folder} untaint ${kept}`;
  }
  if (!output.includes("Error acquiring the state lock")) return undefined;
  const id = fieldOf(output, "ID");
  // Without a holder it is not held: the bucket, the credentials or the network are what Terraform speaks of below.
  if (id === undefined) return undefined;
  const [who, since] = [fieldOf(output, "Who"), fieldOf(output, "Created")];
  return `this stack's state is locked: ${who} has it since ${since}. Wait for its end; if it runs no more: weir force-unlock ${id} --env ${environment}`;
}

/** A field of what Terraform prints as "Lock Info". */
function fieldOf(output: string, name: string): string | undefined {
  return new RegExp(`^\\s*${name}:\\s+(\\S.*)$`, "m").exec(output)?.[1];
}
