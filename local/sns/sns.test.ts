import { type Answer, type ReceivedRequest, startReceiver } from "../firehose/destinations/destination-fixture";
import { readMessage } from "./message";
import { type StartedSns, startSns } from "./sns-fixture";

let started: StartedSns;
let topicArn: string;

beforeEach(async () => {
  started = await startSns();
  topicArn = started.sns.createTopic("alerts").arn;
  await started.sqs.createQueue("inbox");
  await started.sqs.createQueue("dead");
});
afterEach(() => started.close());

const subscribeInbox = (attributes: Record<string, string> = {}) =>
  started.sns.subscribe(topicArn, "sqs", started.queueArn("inbox"), attributes);
const deadLetters = () => ({ RedrivePolicy: JSON.stringify({ deadLetterTargetArn: started.queueArn("dead") }) });
const jsonOf = ({ body = "" }: Partial<ReceivedRequest> = {}) => JSON.parse(body);

/** A listener that is subscribed and confirmed, and answers notifications so. */
async function startListener(answer: Answer, attributes: Record<string, string> = {}) {
  const receiver = await startReceiver((request, response, position) =>
    position === 0 ? response.end() : answer(request, response, position - 1),
  );
  started.sns.subscribe(topicArn, "http", `${receiver.url}/hook`, attributes);
  await receiver.received(1);
  const { Token } = jsonOf(receiver.requests[0]);
  started.sns.confirmSubscription(topicArn, Token);
  return receiver;
}

describe("a queue", () => {
  it("gets what is published in an envelope", async () => {
    const { arn } = subscribeInbox();
    const attributes = {
      kind: { DataType: "String", StringValue: "lag" },
      dump: { DataType: "Binary", BinaryValue: "AAE=" },
    };
    const MessageId = started.sns.publish(topicArn, 'shard "0" & more', { subject: "Lag", attributes });
    const [message] = await started.received("inbox");
    expect(JSON.parse(message?.body ?? "")).toEqual({
      Type: "Notification",
      MessageId,
      TopicArn: topicArn,
      Subject: "Lag",
      Message: 'shard "0" & more',
      Timestamp: new Date(started.clock.now()).toISOString(),
      SignatureVersion: "1",
      Signature: expect.any(String),
      SigningCertURL: expect.stringContaining(started.url),
      UnsubscribeURL: `${started.url}/?${new URLSearchParams({ Action: "Unsubscribe", SubscriptionArn: arn })}`,
      MessageAttributes: {
        kind: { Type: "String", Value: "lag" },
        dump: { Type: "Binary", Value: "AAE=" },
      },
    });
    expect(message?.attributes).toBeUndefined();
  });

  it("gets the bare message and its attributes where it asks for raw delivery", async () => {
    subscribeInbox({ RawMessageDelivery: "true" });
    const attributes = { kind: { DataType: "String", StringValue: "lag" } };
    started.sns.publish(topicArn, "bare", { attributes });
    expect(await started.received("inbox")).toMatchObject([{ body: "bare", attributes }]);
  });

  it("gets the text for its protocol, else the default one", async () => {
    subscribeInbox({ RawMessageDelivery: "true" });
    const publish = (texts: object) => started.sns.publish(topicArn, JSON.stringify(texts), { structure: "json" });
    publish({ default: "for all", sqs: "for queues" });
    expect(await started.received("inbox")).toMatchObject([{ body: "for queues" }]);
    publish({ default: "for all", http: "for listeners", sqs: 1 });
    expect(await started.received("inbox")).toMatchObject([{ body: "for all" }]);
  });

  it("that is not there loses its messages to the dead-letter queue, at once", async () => {
    started.sns.subscribe(topicArn, "sqs", started.queueArn("absent"), deadLetters());
    const startMs = started.clock.now();
    started.sns.publish(topicArn, "lost");
    const [message] = await started.received("dead");
    expect(jsonOf(message)).toMatchObject({ Message: "lost" });
    expect(started.clock.now()).toBe(startMs);
    expect(started.notices).toEqual([]);
  });

  it("that is not there, without a dead-letter queue, is told of once", async () => {
    started.sns.subscribe(topicArn, "sqs", started.queueArn("absent"));
    started.sns.publish(topicArn, "lost");
    await started.noticed();
    started.sns.publish(topicArn, "lost too");
    started.sns.subscribe(topicArn, "sqs", started.queueArn("absent-too"));
    started.sns.publish(topicArn, "lost again");
    await started.noticed();
    const lost = (queue: string) =>
      `SNS could not deliver a message of ${topicArn} to ${started.queueArn(queue)}: The specified queue does not exist.`;
    expect(started.notices).toEqual([lost("absent"), lost("absent-too")]);
  });

  it("gets nothing once it is unsubscribed, or its topic is gone", async () => {
    const { arn } = subscribeInbox({ RawMessageDelivery: "true" });
    const other = started.sns.createTopic("other").arn;
    started.sns.subscribe(other, "sqs", started.queueArn("inbox"), { RawMessageDelivery: "true" });
    started.sns.unsubscribe(arn);
    started.sns.publish(topicArn, "unheard");
    started.sns.publish(other, "heard");
    expect(await started.received("inbox")).toMatchObject([{ body: "heard" }]);
    started.sns.deleteTopic(other);
    expect(() => started.sns.publish(other, "unheard")).toThrow("Topic does not exist");
    expect(() => started.sns.publish("alerts", "unheard")).toThrow("An ARN must have at least 6 elements, not 1");
  });
});

describe("a filter policy", () => {
  const attributes = {
    kind: { DataType: "String", StringValue: "lag" },
    shards: { DataType: "Number", StringValue: "4" },
    zones: { DataType: "String.Array", StringValue: '["a","b"]' },
    dump: { DataType: "Binary", BinaryValue: "AAE=" },
  };
  const body = JSON.stringify({ alarm: { state: "ALARM", age: 61 } });
  const inBody = { FilterPolicyScope: "MessageBody" };

  it.each<[string, object, object, Record<string, string>?]>([
    ["a text", { kind: ["lag", "cost"] }, { kind: ["cost"] }],
    ["the beginning of a text", { kind: [{ prefix: "l" }] }, { kind: [{ prefix: "g" }] }],
    ["a number", { shards: [{ numeric: [">", 3] }] }, { shards: ["4"] }],
    ["an element of a list", { zones: ["b"] }, { zones: ["c"] }],
    ["anything but a text", { kind: [{ "anything-but": "cost" }] }, { absent: [{ "anything-but": "cost" }] }],
    ["what is there", { shards: [{ exists: true }] }, { shards: [{ exists: false }] }],
    ["bytes as if they were not there", { dump: [{ exists: false }] }, { dump: [{ exists: true }] }],
    ["all attributes", { kind: ["lag"], shards: [4] }, { kind: ["lag"], shards: [5] }],
    ["one of several", { $or: [{ kind: ["cost"] }, { shards: [4] }] }, { $or: [{ kind: ["cost"] }, { shards: [5] }] }],
    ["the body", { alarm: { state: ["ALARM"] } }, { alarm: { state: ["OK"] } }, inBody],
  ])("lets through by %s", async (_what, passing, holding, scope = {}) => {
    const raw = { RawMessageDelivery: "true", ...scope };
    await started.sqs.createQueue("other");
    subscribeInbox({ ...raw, FilterPolicy: JSON.stringify(holding) });
    started.sns.subscribe(topicArn, "sqs", started.queueArn("other"), {
      ...raw,
      FilterPolicy: JSON.stringify(passing),
    });
    started.sns.publish(topicArn, body, { attributes });
    expect(await started.received("other")).toMatchObject([{ body }]);
    await started.sqs.sendMessage(started.queueArn("inbox"), "nothing before");
    expect(await started.received("inbox")).toMatchObject([{ body: "nothing before" }]);
  });

  it("for the body holds back what is not an object of JSON", async () => {
    const { arn } = subscribeInbox({ ...inBody, RawMessageDelivery: "true", FilterPolicy: '{"a":[{"exists":false}]}' });
    for (const text of ["a text", "1", "[]", "{}"]) started.sns.publish(topicArn, text);
    expect(await started.received("inbox")).toMatchObject([{ body: "{}" }]);
    started.sns.subscription(arn).set("FilterPolicy", "");
    started.sns.publish(topicArn, "a text");
    expect(await started.received("inbox")).toMatchObject([{ body: "a text" }]);
  });
});

describe("a listener", () => {
  it("is asked to confirm, hears nothing before it does, and ends it by a link", async () => {
    const receiver = await startReceiver((_request, response) => response.end());
    const { arn } = started.sns.subscribe(topicArn, "http", receiver.url);
    await receiver.received(1);
    started.sns.publish(topicArn, "too early");
    const confirmation = jsonOf(receiver.requests[0]);
    expect(receiver.requests[0]?.headers).toMatchObject({
      "x-amz-sns-message-type": "SubscriptionConfirmation",
      "x-amz-sns-message-id": confirmation.MessageId,
      "x-amz-sns-topic-arn": topicArn,
      "content-type": "text/plain; charset=UTF-8",
    });
    expect(receiver.requests[0]?.headers).not.toHaveProperty("x-amz-sns-subscription-arn");
    expect(confirmation).toMatchObject({ Type: "SubscriptionConfirmation", TopicArn: topicArn });
    expect(await (await fetch(confirmation.SubscribeURL)).text()).toContain(
      `<SubscriptionArn>${arn}</SubscriptionArn>`,
    );

    started.sns.publish(topicArn, "in time");
    await receiver.received(2);
    const notification = jsonOf(receiver.requests[1]);
    expect(notification).toMatchObject({ Type: "Notification", Message: "in time" });
    expect(receiver.requests[1]?.headers).toMatchObject({
      "x-amz-sns-message-type": "Notification",
      "x-amz-sns-subscription-arn": arn,
    });
    expect((await fetch(notification.UnsubscribeURL)).status).toBe(200);
    expect(() => started.sns.subscription(arn)).toThrow("Subscription does not exist");
  });

  it("is asked to confirm once more by who subscribes it again, until it has", async () => {
    const receiver = await startReceiver((_request, response) => response.end());
    const { arn, token } = started.sns.subscribe(topicArn, "http", receiver.url);
    await receiver.received(1);
    expect(started.sns.subscribe(topicArn, "http", receiver.url).arn).toBe(arn);
    await receiver.received(2);
    expect(receiver.requests.map((request) => jsonOf(request).Token)).toEqual([token, token]);
    started.sns.confirmSubscription(topicArn, token);
    started.sns.subscribe(topicArn, "http", receiver.url);
    started.sns.publish(topicArn, "confirmed");
    await receiver.received(3);
    expect(jsonOf(receiver.requests[2])).toMatchObject({ Type: "Notification" });
  });

  it("gets the bare message where it asks for raw delivery", async () => {
    const receiver = await startListener((_request, response) => response.end(), { RawMessageDelivery: "true" });
    started.sns.publish(topicArn, "bare");
    await receiver.received(2);
    expect(receiver.requests[1]?.body).toBe("bare");
    expect(receiver.requests[1]?.headers).toMatchObject({ "x-amz-sns-rawdelivery": "true" });
  });

  it.each([429, 500, 503])("that answers %i is tried three times more, 20 s apart, then given up", async (status) => {
    const startMs = started.clock.now();
    const triedMs: number[] = [];
    await startListener((_request, response) => {
      triedMs.push(started.clock.now() - startMs);
      response.writeHead(status).end();
    }, deadLetters());
    started.sns.publish(topicArn, "refused");
    const [message] = await started.received("dead");
    expect(jsonOf(message)).toMatchObject({ Message: "refused" });
    expect(triedMs).toEqual([0, 20_000, 40_000, 60_000]);
  });

  it("that recovers is not tried again", async () => {
    const receiver = await startListener((_request, response, position) =>
      response.writeHead(position === 0 ? 500 : 200).end(),
    );
    started.sns.publish(topicArn, "first");
    await receiver.received(3);
    started.sns.publish(topicArn, "second");
    await receiver.received(4);
    expect(receiver.requests.slice(1).map((request) => jsonOf(request).Message)).toEqual(["first", "first", "second"]);
  });

  it.each([
    ["404", 404, {}],
    ["a redirect, wherever it leads", 307, { location: "http://example.com/" }],
  ])("that answers %s is given up at once", async (_what, status, headers) => {
    const receiver = await startListener((_request, response) => response.writeHead(status, headers).end());
    started.sns.publish(topicArn, "refused");
    await started.noticed();
    expect(receiver.requests).toHaveLength(2);
    expect(started.notices).toEqual([
      `SNS could not deliver a message of ${topicArn} to ${receiver.url}/hook: it answered ${status}`,
    ]);
  });

  it("that is not there is tried as often, and the person is told", async () => {
    const receiver = await startListener((_request, response) => response.end());
    await receiver.close();
    const startMs = started.clock.now();
    started.sns.publish(topicArn, "unheard");
    await started.noticed();
    expect(started.notices).toEqual([expect.stringMatching(/\/hook: connect ECONNREFUSED/)]);
    expect(started.clock.now() - startMs).toBe(60_000);
  });

  it("that takes its time may make a thousand messages wait, and no more", async () => {
    await startListener(
      (_request, response, position) => position === 0 && response.writeHead(404).end(),
      deadLetters(),
    );
    started.sns.publish(topicArn, "confirmed");
    expect(jsonOf((await started.received("dead"))[0])).toMatchObject({ Message: "confirmed" });
    for (let count = 1; count <= 1_001; count++) started.sns.publish(topicArn, `message ${count}`);
    const [message] = await started.received("dead");
    expect(jsonOf(message)).toMatchObject({ Message: "message 1001" });
  });

  it("that never answers does not keep the end waiting", async () => {
    const receiver = await startListener(() => undefined);
    started.sns.publish(topicArn, "unanswered");
    await receiver.received(2);
    await started.sns.close();
    expect(started.notices).toEqual([]);
  });

  it.each([
    ["http", "http://example.com/", "nothing leaves this machine"],
    ["http", "http://127.0.0.1.example.com/", "nothing leaves this machine"],
    ["http", "http://169.254.169.254/", "nothing leaves this machine"],
    ["http", "http://127.0.0.1@example.com/", "nothing leaves this machine"],
    ["http", "http://localhost\t.example.com/", "nothing leaves this machine"],
    ["http", "http://[::ffff:8.8.8.8]/", "nothing leaves this machine"],
    ["http", "http://134744072/", "nothing leaves this machine"],
    ["http", "http://ops:secret@127.0.0.1/", "the local AWS sends no name and no password"],
    ["http", "https://127.0.0.1/", "Invalid parameter: Endpoint must match the specified protocol"],
    ["https", "https://127.0.0.1/", "not to https"],
    ["email", "ops@example.com", "the local AWS delivers to sqs, and to http on this machine, not to email"],
    ["sms", "+15550100", "not to sms"],
    ["sqs", "inbox", "Invalid parameter: SQS endpoint ARN"],
    ["pigeon", "loft", "Invalid parameter: Amazon SNS does not support this protocol string: pigeon"],
  ])("is refused at %s %s", (protocol, endpoint, reason) => {
    expect(() => started.sns.subscribe(topicArn, protocol, endpoint)).toThrow(reason);
  });

  it.each(["http://localhost:1/", "http://127.9.9.9/", "http://[::1]:9/hook?a=b"])("may be at %s", (endpoint) => {
    expect(started.sns.subscribe(topicArn, "http", endpoint).isConfirmed).toBe(false);
  });
});

describe("a message", () => {
  const attribute = (name: string, value: object) => ({ attributes: { [name]: { DataType: "String", ...value } } });

  it.each<[string, string, object, string]>([
    ["empty", "", {}, "Invalid parameter: Empty message"],
    ["over 256 KiB", "x".repeat(262_145), {}, "Invalid parameter: Message too long"],
    ["over 256 KiB with its attributes", "x".repeat(262_140), attribute("n", { StringValue: "v" }), "Message too long"],
    ["of several lines in its subject", "x", { subject: "a\nb" }, "Invalid parameter: Subject"],
    ["with an empty subject", "x", { subject: "" }, "Invalid parameter: Subject"],
    ["with a subject over 100 characters", "x", { subject: "s".repeat(101) }, "Invalid parameter: Subject"],
    ["of texts that are not JSON", "x", { structure: "json" }, "Structure - JSON message body failed to parse"],
    ["of texts without a default", "{}", { structure: "json" }, "Structure - No default entry in JSON message body"],
    ["of an unknown structure", "x", { structure: "xml" }, "Invalid parameter: MessageStructure"],
    ["with an attribute of no value", "x", attribute("n", {}), "must contain non-empty message attribute value"],
    [
      "with a name of dots",
      "x",
      attribute("a..b", { StringValue: "v" }),
      "The message attribute name 'a..b' is invalid",
    ],
    ["with an unknown type", "x", attribute("n", { DataType: "Bool" }), "invalid message attribute type"],
    ["with bytes for a text", "x", attribute("n", { BinaryValue: "AA==" }), "must use field 'String'"],
    ["with words for a number", "x", attribute("n", { DataType: "Number", StringValue: "four" }), "Could not cast"],
  ])("is refused when it is %s", (_what, text, options, reason) => {
    expect(() => readMessage(text, options)).toThrow(reason);
  });

  it("may have 256 KiB, and 100 characters of subject", () => {
    expect(readMessage("x".repeat(262_144), { subject: "s".repeat(100) }).bytes).toBe(262_144);
  });
});
