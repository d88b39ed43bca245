import type { Kinesis } from "../kinesis";
import { kinesisWith } from "../kinesis-fixture";
import { addTagsToStream } from "./add-tags-to-stream";
import { createStream } from "./create-stream";
import { listTagsForResource } from "./list-tags-for-resource";
import { listTagsForStream } from "./list-tags-for-stream";
import { registerStreamConsumer } from "./register-stream-consumer";
import { removeTagsFromStream } from "./remove-tags-from-stream";
import { tagResource } from "./tag-resource";
import { untagResource } from "./untag-resource";

const StreamName = "events";
const invalidCharacters =
  "Some tags contain invalid characters. Valid characters: Unicode letters, digits, white space, _ . / = + - % @ :.";
const allowed =
  "because some tags contained illegal characters. The allowed characters are Unicode letters, white-spaces, " +
  "'_',',','/','=','+','-','@',':'.";

function invalid(message: string) {
  return expect.objectContaining({ code: "InvalidArgumentException", message });
}

function tags(count: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, number) => [`tag ${number}`, String(number)]));
}

/** The ARN of a consumer that is registered with tags. */
function consumerWith(kinesis: Kinesis, Tags: Record<string, string>): string {
  const StreamARN = kinesis.stream(StreamName).arn;
  return registerStreamConsumer(kinesis, { StreamARN, ConsumerName: "reader", Tags }).Consumer.ConsumerARN;
}

describe("The tags of a stream", () => {
  it("hold from CREATING on, and are changed only while it is ACTIVE", async () => {
    const { kinesis, clock, stream } = kinesisWith({ tags: { team: "web" } }, { transitionMs: 1_000 });
    const { arn: ResourceARN } = stream;
    const changes = [
      () => addTagsToStream(kinesis, { StreamName, Tags: { team: "data" } }),
      () => removeTagsFromStream(kinesis, { StreamName, TagKeys: ["team"] }),
      () => tagResource(kinesis, { ResourceARN, Tags: { team: "data" } }),
      () => untagResource(kinesis, { ResourceARN, TagKeys: ["team"] }),
    ];
    for (const change of changes) {
      expect(change).toThrow(
        expect.objectContaining({
          code: "ResourceInUseException",
          message: "Stream events under account 000000000000 not ACTIVE, instead in state CREATING",
        }),
      );
    }
    expect(listTagsForStream(kinesis, { StreamName }).Tags).toEqual([{ Key: "team", Value: "web" }]);
    await clock.advance(1_000);
    for (const change of changes) change();
    expect(listTagsForStream(kinesis, { StreamName }).Tags).toEqual([]);
  });

  it("are added, replaced and removed, and keys that it does not have are let pass", () => {
    const { kinesis } = kinesisWith({ tags: { team: "web", stage: "dev" } });
    addTagsToStream(kinesis, { StreamName, Tags: { team: "data", "ü0 _.": "/=+-@:" } });
    removeTagsFromStream(kinesis, { StreamName, TagKeys: ["stage", "absent"] });
    expect(listTagsForStream(kinesis, { StreamName })).toEqual({
      Tags: [
        { Key: "team", Value: "data" },
        { Key: "ü0 _.", Value: "/=+-@:" },
      ],
      HasMoreTags: false,
    });
  });

  it("are the same by either family of operations", () => {
    const { kinesis, stream } = kinesisWith();
    tagResource(kinesis, { ResourceARN: stream.arn, Tags: { team: "web", stage: "dev" } });
    removeTagsFromStream(kinesis, { StreamName, TagKeys: ["stage"] });
    expect(listTagsForResource(kinesis, { ResourceARN: stream.arn })).toEqual({
      Tags: [{ Key: "team", Value: "web" }],
    });
    untagResource(kinesis, { ResourceARN: stream.arn, TagKeys: ["team"] });
    expect(listTagsForStream(kinesis, { StreamName }).Tags).toEqual([]);
  });

  it("are at most 50, however they come", () => {
    const { kinesis } = kinesisWith({ tags: tags(49) });
    addTagsToStream(kinesis, { StreamName, Tags: { "tag 0": "replaced", one: "more" } });
    const tooMany = (name: string) =>
      invalid(
        `Failed to add tags to stream ${name} under account 000000000000 because a given stream cannot have more than ` +
          "50 tags associated with it.",
      );
    expect(() => addTagsToStream(kinesis, { StreamName, Tags: { two: "many" } })).toThrow(tooMany(StreamName));
    expect(() => createStream(kinesis, { StreamName: "other", Tags: tags(51) })).toThrow(tooMany("other"));
    expect(kinesis.streams().map(({ name }) => name)).toEqual([StreamName]);
  });

  it.each(["semi;colon", "a\ttab", "a\nnewline", "com,ma"])("have no %j in a key or a value", (text) => {
    const { kinesis } = kinesisWith();
    expect(() => addTagsToStream(kinesis, { StreamName, Tags: { [text]: "" } })).toThrow(invalid(invalidCharacters));
    expect(() => addTagsToStream(kinesis, { StreamName, Tags: { key: text } })).toThrow(invalid(invalidCharacters));
    expect(() => removeTagsFromStream(kinesis, { StreamName, TagKeys: [text] })).toThrow(invalid(invalidCharacters));
  });

  it("have no percent sign, which AWS says twice and differently", () => {
    const { kinesis } = kinesisWith();
    expect(() => addTagsToStream(kinesis, { StreamName, Tags: { "abc%def": "" } })).toThrow(
      invalid(`Failed to add tags to stream events under account 000000000000 ${allowed}`),
    );
    expect(() => removeTagsFromStream(kinesis, { StreamName, TagKeys: ["abc%def"] })).toThrow(
      invalid(`Failed to remove tags from stream events under account 000000000000 ${allowed}`),
    );
  });

  it.each(["aws:team", "AWS:team"])("do not begin with AWS's own prefix: %s", (key) => {
    const { kinesis } = kinesisWith();
    expect(() => addTagsToStream(kinesis, { StreamName, Tags: { [key]: "web" } })).toThrow(/reserved for AWS use/);
  });

  it("are named in AWS's words when a key is too long", () => {
    const { kinesis } = kinesisWith();
    const long = "k".repeat(129);
    expect(() => removeTagsFromStream(kinesis, { StreamName, TagKeys: ["a", long] })).toThrow(
      expect.objectContaining({
        code: "ValidationException",
        message:
          `1 validation error detected: Value '[a, ${long}]' at 'tagKeys' failed to satisfy constraint: Member must satisfy ` +
          "constraint: [Member must have length less than or equal to 128, Member must have length greater than or equal " +
          "to 1]",
      }),
    );
  });
});

describe("The tags of a consumer", () => {
  it("come with its registration, and are its own", () => {
    const { kinesis, stream } = kinesisWith({ tags: { team: "web" } });
    const ResourceARN = consumerWith(kinesis, { team: "data" });
    tagResource(kinesis, { ResourceARN, Tags: { stage: "dev" } });
    untagResource(kinesis, { ResourceARN, TagKeys: ["team"] });
    expect(listTagsForResource(kinesis, { ResourceARN }).Tags).toEqual([{ Key: "stage", Value: "dev" }]);
    expect(listTagsForResource(kinesis, { ResourceARN: stream.arn }).Tags).toEqual([{ Key: "team", Value: "web" }]);
  });

  it("are held to the same rules", () => {
    const { kinesis, stream } = kinesisWith();
    expect(() => consumerWith(kinesis, tags(51))).toThrow(
      invalid(
        "Failed to add tags to consumer reader under account 000000000000 because a given consumer cannot have more than " +
          "50 tags associated with it.",
      ),
    );
    expect(stream.consumers.size).toBe(0);
  });

  it("are nowhere once another consumer has its name", async () => {
    const { kinesis, clock, stream } = kinesisWith();
    const ResourceARN = consumerWith(kinesis, { team: "data" });
    stream.change({ consumers: new Map() });
    await clock.advance(1_000);
    consumerWith(kinesis, { team: "data" });
    expect(() => tagResource(kinesis, { ResourceARN, Tags: { a: "b" } })).toThrow(
      expect.objectContaining({
        code: "ResourceNotFoundException",
        message: `Consumer ${ResourceARN}, account 000000000000 not found.`,
      }),
    );
  });
});
