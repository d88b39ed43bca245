import { loadEnvironment } from "../../environments";
import { namesOf } from "../../names";
import { explained } from "./known-failures";
import { TerraformError } from "./terraform-error";

const environment = loadEnvironment("dev");
const stack = { name: "streaming", folder: "out/dev-streaming", dependencies: [], inputs: [] };
const target = { environment, names: namesOf(environment), endpoint: undefined };

/** As Terraform 1.11 prints it. */
const locked = `Acquiring state lock. This may take a few moments...
Error: Error acquiring the state lock
  Error message: operation error S3: PutObject, https response error StatusCode: 412, api error PreconditionFailed
  Lock Info:
    ID:        b1946ac9-2492-d234-7c62-35b44e52bc51
    Path:      bucket/foundation.tfstate
    Operation: OperationTypeApply
    Who:       ann@laptop
    Version:   1.11.4
    Created:   2026-01-02 03:04:05.678 +0000 UTC
    Info:`;

const linesOf = (output: string) => String(explained(new TerraformError(output), target, stack)).split("\n");

describe("a failure of Terraform", () => {
  it("of a locked state begins with the holder and the way out, and has all of its output", () => {
    const [first, , ...rest] = linesOf(locked);
    expect(first).toBe(
      "TerraformError: this stack's state is locked: ann@laptop has it since 2026-01-02 03:04:05.678 +0000 UTC. Wait for its end; if it runs no more: weir force-unlock b1946ac9-2492-d234-7c62-35b44e52bc51 --env dev",
    );
    expect(rest.join("\n")).toBe(locked);
  });

  it("to lock, without a holder, is left as it is", () => {
    const denied = new TerraformError("Error: Error acquiring the state lock\n  api error AccessDenied: Access Denied");
    expect(explained(denied, target, stack)).toBe(denied);
  });

  it("to destroy what is protected begins with why Terraform may want to, and the way out", () => {
    const output = `Error: Instance cannot be destroyed
  Resource aws_kinesis_stream.S has lifecycle.prevent_destroy set, but the plan calls for this resource to be destroyed.`;
    expect(linesOf(output)[0]).toBe(
      "TerraformError: aws_kinesis_stream.S holds data and is protected, and this would destroy it: look in the change for what replaces it. If its making was interrupted, Terraform only takes it for broken: terraform -chdir=out/dev-streaming untaint aws_kinesis_stream.S",
    );
  });

  it("of a stale plan begins with how to make another", () => {
    expect(linesOf("Error: Saved plan is stale\n  The given plan file can no longer be applied")[0]).toBe(
      "TerraformError: somebody has applied to this stack since the plan was made: plan again (weir plan --env dev)",
    );
  });

  it("to write the state begins with where it is, and how it gets to the bucket", () => {
    const output =
      'Error: Failed to persist state to backend\n  the state has been written to the file "errored.tfstate"';
    expect(linesOf(output)[0]).toBe(
      "TerraformError: the state could not be written, and only out/dev-streaming/errored.tfstate knows what was done: before anything else, once the bucket can be reached: terraform -chdir=out/dev-streaming state push errored.tfstate",
    );
  });

  it("that is not known is left as it is, and so is one of ours", () => {
    const others = [new TerraformError("Error: no"), new TypeError("Saved plan is stale")];
    for (const error of others) expect(explained(error, target, stack)).toBe(error);
  });
});
