import { kinesisWith } from "../kinesis-fixture";
import { deleteResourcePolicy } from "./delete-resource-policy";
import { getResourcePolicy } from "./get-resource-policy";
import { putResourcePolicy } from "./put-resource-policy";
import { registerStreamConsumer } from "./register-stream-consumer";

const statement = {
  Sid: "Writers",
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::111122223333:root" },
  Action: "kinesis:PutRecord",
  Resource: "arn:aws:kinesis:ap-northeast-1:000000000000:stream/events",
};

function policy(changes: object = {}, rest: object = {}): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: [{ ...statement, ...changes }], ...rest }, null, 1);
}

describe("The policy of a resource", () => {
  it("is `{}` before it is put and after it is deleted, and else as it was put last", () => {
    const { kinesis, stream } = kinesisWith();
    const ResourceARN = stream.arn;
    const policies = [getResourcePolicy(kinesis, { ResourceARN }).Policy];
    for (const Policy of [policy(), policy({ Action: ["kinesis:PutRecord", "kinesis:PutRecords"] })]) {
      putResourcePolicy(kinesis, { ResourceARN, Policy });
      policies.push(getResourcePolicy(kinesis, { ResourceARN }).Policy);
    }
    deleteResourcePolicy(kinesis, { ResourceARN });
    policies.push(getResourcePolicy(kinesis, { ResourceARN }).Policy);
    expect(policies).toEqual(["{}", policy(), policy({ Action: ["kinesis:PutRecord", "kinesis:PutRecords"] }), "{}"]);
  });

  it("of a consumer is not its stream's", () => {
    const { kinesis, stream } = kinesisWith();
    const { Consumer } = registerStreamConsumer(kinesis, { StreamARN: stream.arn, ConsumerName: "reader" });
    putResourcePolicy(kinesis, { ResourceARN: Consumer.ConsumerARN, Policy: policy() });
    expect(getResourcePolicy(kinesis, { ResourceARN: stream.arn }).Policy).toBe("{}");
    deleteResourcePolicy(kinesis, { ResourceARN: stream.arn });
    expect(getResourcePolicy(kinesis, { ResourceARN: Consumer.ConsumerARN }).Policy).toBe(policy());
  });

  it("is put and deleted only of what is ACTIVE", async () => {
    const { kinesis, clock, stream } = kinesisWith({}, { transitionMs: 1_000 });
    const ofStream = { ResourceARN: stream.arn, Policy: policy() };
    expect(() => putResourcePolicy(kinesis, ofStream)).toThrow(
      "Stream events under account 000000000000 not ACTIVE, instead in state CREATING",
    );
    await clock.advance(1_000);
    putResourcePolicy(kinesis, ofStream);
    const { Consumer } = registerStreamConsumer(kinesis, { StreamARN: stream.arn, ConsumerName: "reader" });
    expect(() => deleteResourcePolicy(kinesis, { ResourceARN: Consumer.ConsumerARN })).toThrow(
      expect.objectContaining({
        code: "ResourceInUseException",
        message:
          `Consumer reader with creation timestamp ${clock.now() / 1000} under stream events and account 000000000000 is ` +
          "not in ACTIVE status.",
      }),
    );
  });

  it.each([
    ["no JSON", "{"],
    ["a list", "[]"],
    ["no statement", JSON.stringify({ Version: "2012-10-17" })],
    ["no statements", policy({}, { Statement: [] })],
    ["another version", policy({}, { Version: "2020-01-01" })],
    ["another effect", policy({ Effect: "allow" })],
    ["no principal", policy({ Principal: undefined })],
    ["a principal without a kind", policy({ Principal: "arn:aws:iam::111122223333:root" })],
    ["no action", policy({ Action: undefined })],
    ["an empty list of actions", policy({ Action: [] })],
    ["no resource", policy({ Resource: undefined })],
  ])("is not %s", (_what, Policy) => {
    const { kinesis, stream } = kinesisWith();
    expect(() => putResourcePolicy(kinesis, { ResourceARN: stream.arn, Policy })).toThrow(
      expect.objectContaining({
        code: "InvalidArgumentException",
        message: expect.stringContaining("The policy is malformed: "),
      }),
    );
    expect(stream.properties.policy).toBeUndefined();
  });

  it.each([
    ["one statement by itself", policy({}, { Statement: statement })],
    ["everyone, on a condition", policy({ Principal: "*", Condition: { StringEquals: { "aws:SourceAccount": "1" } } })],
    ["lists", policy({ Principal: { AWS: ["111122223333"] }, Action: ["kinesis:GetRecords"], Resource: ["*"] })],
  ])("may name %s", (_what, Policy) => {
    const { kinesis, stream } = kinesisWith();
    putResourcePolicy(kinesis, { ResourceARN: stream.arn, Policy });
    expect(stream.properties.policy).toBe(Policy);
  });
});
