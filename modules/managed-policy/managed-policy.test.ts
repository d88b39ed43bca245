import { TerraformStack, Testing } from "cdktf";
import { exactlyOne, type Template } from "../../test/exactly-one";
import { ManagedPolicy } from "./managed-policy";

/** A policy of as many characters as are asked for, at least 120. */
function policyOf(characters: number): string {
  const stack = new TerraformStack(Testing.app({ fakeCdktfJsonPath: true }), "stack");
  const json = (Resource: string) =>
    JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Sid: "Read", Effect: "Allow", Action: ["s3:GetObject"], Resource: [Resource] }],
    });
  const Resource = "x".repeat(characters - json("").length);
  new ManagedPolicy(stack, "Policy", {
    name: "reads",
    description: "Reads",
    statements: [{ Sid: "Read", Action: ["s3:GetObject"], Resource: [Resource] }],
  });
  return String(exactlyOne(JSON.parse(Testing.synth(stack)) as Template, "aws_iam_policy")["policy"]);
}

it("may be as long as IAM takes", () => {
  expect(policyOf(6_144)).toHaveLength(6_144);
});

it("that is longer fails before IAM refuses it, and says what to do", () => {
  expect(() => policyOf(6_145)).toThrow(
    "policy reads has 6145 characters, and IAM takes 6144: spread what it names over more environments, or shorten the project's name",
  );
});
