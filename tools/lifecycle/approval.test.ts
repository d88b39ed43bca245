import { type ApprovalOptions, lossRefusalOf } from "./approval";
import type { Planned } from "./plan-stack";

const stack = { name: "bootstrap", folder: "folder", dependencies: [], inputs: [] };

/** Why a plan that destroys a key is not to be applied. */
function refusal(options: Partial<ApprovalOptions>): string | undefined {
  const plan: Planned = {
    kind: "planned",
    changes: [{ address: "aws_kms_key.StateKey", action: "delete", loses: "all that it encrypts" }],
    outputs: [],
    json: undefined,
    file: "bootstrap.tfplan",
    effect: "",
    inputs: {},
    output: "",
  };
  return lossRefusalOf(new Map([[stack, plan]]), { autoApprove: true, ...options });
}

it("names what would be lost, and the option that allows it where there is one", () => {
  expect(refusal({ allowDataLoss: true })).toBeUndefined();
  expect(refusal({ allowDataLoss: false })).toMatch(
    /bootstrap aws_kms_key\.StateKey: to delete it loses all that it encrypts\n.*--allow-data-loss$/,
  );
  expect(refusal({})).toMatch(/aws_kms_key\.StateKey/);
  expect(refusal({})).not.toContain("--allow-data-loss");
});
