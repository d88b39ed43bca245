import { parseEnvironment } from "../environments/parse-environment";
import { type Changes, environmentInput } from "../test/environment-input";
import type { Template } from "../test/exactly-one";
import { templatesOf } from "../test/templates-of";

/** As much of a stack as says where its state is, and those that it reads. */
interface Stateful {
  readonly terraform: { readonly backend: { readonly s3: Record<string, unknown> } };
  readonly data?: {
    readonly terraform_remote_state?: Record<string, { readonly backend: string; readonly config: object }>;
  };
}

const alias = "arn:aws:kms:eu-west-1:123456789012:alias";
const templates = (changes: Changes = {}): [stack: string, Template & Stateful][] =>
  Object.entries(templatesOf(parseEnvironment("environment", environmentInput(changes)))) as [
    string,
    Template & Stateful,
  ][];
const backends = (changes?: Changes) => templates(changes).map(([, { terraform }]) => terraform.backend.s3);

describe("a stack's state", () => {
  it("is an object of its own in the environment's bucket, locked and encrypted by KMS", () => {
    const stacks = templates();
    expect(stacks.length).toBeGreaterThan(4);
    for (const [stack, { terraform }] of stacks) {
      expect(terraform.backend).toEqual({
        s3: {
          bucket: "kinesis-streaming-test-state-123456789012",
          key: `${stack}.tfstate`,
          region: "eu-west-1",
          encrypt: true,
          kms_key_id: `${alias}/aws/s3`,
          use_lockfile: true,
          allowed_account_ids: ["123456789012"],
        },
      });
    }
  });

  it("is encrypted with the environment's own key where its data is", () => {
    for (const { kms_key_id } of backends({ encryption: "customer-managed" })) {
      expect(kms_key_id).toBe(`${alias}/kinesis-streaming-test-state`);
    }
  });

  it("is where the stacks that need its outputs look for them", () => {
    const stacks = templates({ encryption: "customer-managed" });
    const read = stacks.flatMap(([, { data }]) => Object.values(data?.terraform_remote_state ?? {}));
    expect(read.length).toBeGreaterThan(2);
    // Who reads takes no lock.
    const places = stacks.map(([, { terraform }]) => {
      const { use_lockfile: _, ...place } = terraform.backend.s3;
      return place;
    });
    for (const { backend, config } of read) {
      expect(backend).toBe("s3");
      expect(places).toContainEqual(config);
    }
  });
});
