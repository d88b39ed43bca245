import type { XmlElement } from "../xml";
import { type StartedSns, startSns } from "./sns-fixture";

let started: StartedSns;
beforeEach(async () => {
  started = await startSns();
});
afterEach(() => started.close());

const arnOf = (name: string) => `arn:aws:sns:ap-northeast-1:000000000000:${name}`;
const call: StartedSns["call"] = (action, parameters) => started.call(action, parameters);

/** A list or a map of an answer as its members' texts, a structure's in turn. */
const membersOf = (result: XmlElement, name: string) =>
  (result.children.find((child) => child.name === name)?.children ?? []).map(({ children }) =>
    children.map(({ text }) => text),
  );
const attributesOf = async (action: string, parameters: Record<string, string>) =>
  Object.fromEntries(membersOf(await call(action, parameters), "Attributes"));
const textOf = (result: XmlElement, name: string) => result.children.find((child) => child.name === name)?.text;
const createTopic = async (Name: string, more: Record<string, string> = {}) =>
  textOf(await call("CreateTopic", { Name, ...more }), "TopicArn");
const subscribe = (more: Record<string, string> = {}) =>
  call("Subscribe", { TopicArn: arnOf("alerts"), Protocol: "sqs", Endpoint: started.queueArn("inbox"), ...more });

describe("topics", () => {
  const named = { "Attributes.entry.1.key": "DisplayName", "Attributes.entry.1.value": "Page <me>" };
  const tagged = { "Tags.member.1.Key": "team", "Tags.member.1.Value": "ops" };

  it("are made once, however often the same is asked for", async () => {
    expect(await createTopic("alerts", { ...named, ...tagged })).toBe(arnOf("alerts"));
    expect(await createTopic("alerts", { ...named, ...tagged })).toBe(arnOf("alerts"));
    expect(await createTopic("alerts")).toBe(arnOf("alerts"));
    await expect(createTopic("alerts", { ...named, "Attributes.entry.1.value": "Other" })).rejects.toThrow(
      "InvalidParameter: Invalid parameter: Attributes Reason: Topic already exists with different attributes",
    );
    await expect(createTopic("alerts", { ...tagged, "Tags.member.1.Value": "dev" })).rejects.toThrow(
      "InvalidParameter: Invalid parameter: Tags Reason: Topic already exists with different tags",
    );
  });

  it("tell their attributes, set and counted", async () => {
    await createTopic("alerts", named);
    await subscribe();
    await subscribe({ Protocol: "http", Endpoint: "http://127.0.0.1:1/" });
    const SubscriptionArn = textOf(await subscribe({ Endpoint: started.queueArn("other") }), "SubscriptionArn") ?? "";
    await call("Unsubscribe", { SubscriptionArn });
    await call("SetTopicAttributes", {
      TopicArn: arnOf("alerts"),
      AttributeName: "KmsMasterKeyId",
      AttributeValue: "alias/a",
    });
    expect(await attributesOf("GetTopicAttributes", { TopicArn: arnOf("alerts") })).toMatchObject({
      TopicArn: arnOf("alerts"),
      Owner: "000000000000",
      DisplayName: "Page <me>",
      KmsMasterKeyId: "alias/a",
      SubscriptionsConfirmed: "1",
      SubscriptionsPending: "1",
      SubscriptionsDeleted: "1",
    });
    await call("SetTopicAttributes", {
      TopicArn: arnOf("alerts"),
      AttributeName: "KmsMasterKeyId",
      AttributeValue: "",
    });
    expect(await attributesOf("GetTopicAttributes", { TopicArn: arnOf("alerts") })).not.toHaveProperty(
      "KmsMasterKeyId",
    );
  });

  it("are listed a hundred at a time", async () => {
    const names = Array.from({ length: 101 }, (_, index) => `topic-${String(index).padStart(3, "0")}`);
    for (const name of names) started.sns.createTopic(name);
    const first = await call("ListTopics");
    const second = await call("ListTopics", { NextToken: textOf(first, "NextToken") ?? "" });
    expect([first, second].flatMap((page) => membersOf(page, "Topics"))).toEqual(names.map((name) => [arnOf(name)]));
    expect(textOf(second, "NextToken")).toBeUndefined();
    await expect(call("ListTopics", { NextToken: "any" })).rejects.toThrow("Invalid parameter: NextToken");
  });

  it("are deleted with their subscriptions, again and again", async () => {
    await createTopic("alerts");
    await subscribe();
    for (let time = 0; time < 2; time++) await call("DeleteTopic", { TopicArn: arnOf("alerts") });
    expect(membersOf(await call("ListSubscriptions"), "Subscriptions")).toEqual([]);
    await expect(call("GetTopicAttributes", { TopicArn: arnOf("alerts") })).rejects.toThrow(
      "NotFound: Topic does not exist",
    );
  });

  it("have tags", async () => {
    await createTopic("alerts", tagged);
    const ResourceArn = arnOf("alerts");
    const list = async () => membersOf(await call("ListTagsForResource", { ResourceArn }), "Tags");
    await call("TagResource", { ResourceArn, "Tags.member.1.Key": "cost", "Tags.member.1.Value": "" });
    expect(await list()).toEqual([
      ["team", "ops"],
      ["cost", ""],
    ]);
    await call("UntagResource", { ResourceArn, "TagKeys.member.1": "team" });
    expect(await list()).toEqual([["cost", ""]]);
    await expect(call("ListTagsForResource", { ResourceArn: arnOf("other") })).rejects.toThrow(
      "ResourceNotFound: Resource does not exist",
    );
    const many = Object.fromEntries(
      Array.from({ length: 50 }, (_, index) => [
        [`Tags.member.${index + 1}.Key`, `key-${index}`],
        [`Tags.member.${index + 1}.Value`, "value"],
      ]).flat(),
    );
    await expect(call("TagResource", { ResourceArn, ...many })).rejects.toThrow("TagLimitExceeded");
  });
});

describe("subscriptions", () => {
  beforeEach(() => createTopic("alerts"));
  const listed = async () => membersOf(await call("ListSubscriptions"), "Subscriptions");

  it("of a queue are confirmed at once, and made once", async () => {
    const arn = textOf(await subscribe(), "SubscriptionArn");
    expect(arn).toMatch(/:alerts:[0-9a-f-]{36}$/);
    expect(textOf(await subscribe(), "SubscriptionArn")).toBe(arn);
    expect(await listed()).toEqual([[arn, "000000000000", "sqs", started.queueArn("inbox"), arnOf("alerts")]]);
    const raw = { "Attributes.entry.1.key": "RawMessageDelivery", "Attributes.entry.1.value": "true" };
    await expect(subscribe(raw)).rejects.toThrow("Subscription already exists with different attributes");
  });

  it("of a listener are pending until it confirms them", async () => {
    const listener = { Protocol: "http", Endpoint: "http://127.0.0.1:1/" };
    expect(textOf(await subscribe(listener), "SubscriptionArn")).toBe("pending confirmation");
    const arn = textOf(await subscribe({ ...listener, ReturnSubscriptionArn: "true" }), "SubscriptionArn") ?? "";
    expect((await listed())[0]?.[0]).toBe("PendingConfirmation");
    const TopicArn = arnOf("alerts");
    await expect(call("ConfirmSubscription", { TopicArn, Token: "guessed" })).rejects.toThrow(
      "InvalidParameter: Invalid parameter: Token",
    );
    const confirmed = await call("ConfirmSubscription", { TopicArn, Token: started.sns.subscription(arn).token });
    expect(textOf(confirmed, "SubscriptionArn")).toBe(arn);
    expect(membersOf(await call("ListSubscriptionsByTopic", { TopicArn }), "Subscriptions")[0]?.[0]).toBe(arn);
  });

  it("tell their attributes, which can be changed", async () => {
    const SubscriptionArn = textOf(await subscribe(), "SubscriptionArn") ?? "";
    const set = (AttributeName: string, AttributeValue: string) =>
      call("SetSubscriptionAttributes", { SubscriptionArn, AttributeName, AttributeValue });
    await set("RawMessageDelivery", "true");
    await set("FilterPolicy", '{"kind":["lag"]}');
    expect(await attributesOf("GetSubscriptionAttributes", { SubscriptionArn })).toMatchObject({
      TopicArn: arnOf("alerts"),
      Protocol: "sqs",
      PendingConfirmation: "false",
      RawMessageDelivery: "true",
      FilterPolicy: '{"kind":["lag"]}',
      FilterPolicyScope: "MessageAttributes",
    });
    await set("FilterPolicy", "");
    expect(await attributesOf("GetSubscriptionAttributes", { SubscriptionArn })).not.toHaveProperty("FilterPolicy");
  });

  it.each([
    ["RawMessageDelivery", "yes", "RawMessageDelivery: Invalid value [yes]. Must be true or false."],
    ["FilterPolicy", "{", "FilterPolicy: A pattern is a JSON object; got {"],
    ["FilterPolicy", '{"a":{"b":["c"]}}', "scope MessageAttributes does not support nested filter policy"],
    ["FilterPolicyScope", "Body", "FilterPolicyScope: Invalid value [Body]."],
    ["RedrivePolicy", "{", "RedrivePolicy: failed to parse JSON."],
    ["RedrivePolicy", "{}", "RedrivePolicy: deadLetterTargetArn is an invalid arn"],
    ["Colour", "red", "InvalidParameter: Invalid parameter: AttributeName"],
  ])("refuse %s=%s, and stay as they are", async (AttributeName, AttributeValue, reason) => {
    const SubscriptionArn = textOf(await subscribe(), "SubscriptionArn") ?? "";
    const before = await attributesOf("GetSubscriptionAttributes", { SubscriptionArn });
    await expect(call("SetSubscriptionAttributes", { SubscriptionArn, AttributeName, AttributeValue })).rejects.toThrow(
      reason,
    );
    expect(await attributesOf("GetSubscriptionAttributes", { SubscriptionArn })).toEqual(before);
  });

  it("that are not there can be ended, and not looked at", async () => {
    const SubscriptionArn = `${arnOf("alerts")}:a`;
    await call("Unsubscribe", { SubscriptionArn });
    await expect(call("GetSubscriptionAttributes", { SubscriptionArn })).rejects.toThrow(
      "NotFound: Subscription does not exist",
    );
  });
});

describe("publishing", () => {
  beforeEach(() => createTopic("alerts"));
  const entry = (position: number, Id: string, Message = "text") => ({
    [`PublishBatchRequestEntries.member.${position}.Id`]: Id,
    [`PublishBatchRequestEntries.member.${position}.Message`]: Message,
  });
  const publishBatch = (entries: object) => call("PublishBatch", { TopicArn: arnOf("alerts"), ...entries });

  it("takes a message with its attributes", async () => {
    await started.sqs.createQueue("inbox");
    started.sns.subscribe(arnOf("alerts"), "sqs", started.queueArn("inbox"));
    const published = await call("Publish", {
      TargetArn: arnOf("alerts"),
      Message: "a & b",
      Subject: "Lag",
      "MessageAttributes.entry.1.Name": "kind",
      "MessageAttributes.entry.1.Value.DataType": "String",
      "MessageAttributes.entry.1.Value.StringValue": "lag",
    });
    const [message] = await started.received("inbox");
    expect(JSON.parse(message?.body ?? "")).toMatchObject({
      MessageId: textOf(published, "MessageId"),
      Message: "a & b",
      Subject: "Lag",
      MessageAttributes: { kind: { Type: "String", Value: "lag" } },
    });
  });

  it("takes ten messages at once, in their order", async () => {
    await started.sqs.createQueue("inbox");
    started.sns.subscribe(arnOf("alerts"), "sqs", started.queueArn("inbox"), { RawMessageDelivery: "true" });
    const ids = Array.from({ length: 10 }, (_, index) => `m${index}`);
    const answer = await publishBatch(Object.assign({}, ...ids.map((id, index) => entry(index + 1, id, `text ${id}`))));
    expect(membersOf(answer, "Successful").map(([id]) => id)).toEqual(ids);
    expect((await started.received("inbox")).map(({ body }) => body)).toEqual(ids.map((id) => `text ${id}`));
  });

  it.each<[string, object, string]>([
    ["without messages", { PublishBatchRequestEntries: "" }, "EmptyBatchRequest"],
    ["of two messages of one id", { ...entry(1, "a"), ...entry(2, "a") }, "BatchEntryIdsNotDistinct"],
    ["with an id that is none", entry(1, "a b"), "InvalidBatchEntryId"],
    [
      "over 256 KiB",
      { ...entry(1, "a", "x".repeat(200_000)), ...entry(2, "b", "x".repeat(70_000)) },
      "BatchRequestTooLong",
    ],
    ["with an empty message", { ...entry(1, "a"), ...entry(2, "b", "") }, "InvalidParameter: Invalid parameter: Empty"],
    [
      "of eleven messages",
      Object.assign({}, ...Array.from({ length: 11 }, (_, index) => entry(index + 1, `m${index}`))),
      "TooManyEntriesInBatchRequest",
    ],
  ])("refuses a batch %s", async (_what, entries, reason) => {
    await expect(publishBatch(entries)).rejects.toThrow(reason);
  });

  it.each<[string, Record<string, string>, string]>([
    [
      "no message",
      { TopicArn: arnOf("alerts") },
      "ValidationError: 1 validation error detected: Value null at 'message'",
    ],
    ["no topic", { Message: "x" }, "TopicArn or TargetArn Reason: no value for required parameter"],
    ["a topic that is not there", { TopicArn: arnOf("other"), Message: "x" }, "NotFound: Topic does not exist"],
    ["a telephone", { PhoneNumber: "+15550100", Message: "x" }, "nothing leaves this machine"],
    [
      "an attribute without type",
      {
        TopicArn: arnOf("alerts"),
        Message: "x",
        "MessageAttributes.entry.1.Name": "kind",
        "MessageAttributes.entry.1.Value.StringValue": "lag",
      },
      "Value null at 'messageAttributes.kind.member.dataType' failed to satisfy constraint: Member must not be null",
    ],
    [
      "what only a FIFO topic takes",
      { TopicArn: arnOf("alerts"), Message: "x", MessageDeduplicationId: "1" },
      "that is not valid for this topic type",
    ],
  ])("refuses %s", async (_what, parameters, reason) => {
    await expect(call("Publish", parameters)).rejects.toThrow(reason);
  });

  it("refuses a FIFO topic in words that say so", async () => {
    await expect(createTopic("alerts.fifo")).rejects.toThrow("FIFO topics are not part of the local AWS");
    await expect(createTopic("no spaces")).rejects.toThrow("InvalidParameter: Invalid parameter: Topic Name");
  });
});
