import {
  CreateEventSourceMappingCommand,
  type CreateEventSourceMappingCommandInput,
  CreateFunctionCommand,
  DeleteEventSourceMappingCommand,
  DeleteFunctionCommand,
  GetEventSourceMappingCommand,
  ListEventSourceMappingsCommand,
  ListTagsCommand,
  paginateListEventSourceMappings,
  TagResourceCommand,
  UpdateEventSourceMappingCommand,
  type UpdateEventSourceMappingCommandInput,
} from "@aws-sdk/client-lambda";
import { kplAggregate } from "../../test/kpl-aggregate";
import { VirtualClock } from "../clock";
import { putRecords } from "../kinesis/actions/put-records";
import { registerStreamConsumer } from "../kinesis/actions/register-stream-consumer";
import { countRecords } from "../local-counts";
import { account, type LambdaSettings, newFunction, type StartedLambda, startLambda } from "./lambda-fixture";

const functionArn = `arn:aws:lambda:${account.region}:${account.accountId}:function:f`;
const streamArn = `arn:aws:kinesis:${account.region}:${account.accountId}:stream/events`;
const queueArn = `arn:aws:sqs:${account.region}:${account.accountId}:failures`;

/** Logs the texts of each batch as one line: `batch: a,b`. */
const logging = `exports.handler = async ({ Records }) => {
  const texts = Records.map(({ kinesis }) => Buffer.from(kinesis.data, "base64").toString());
  process.stdout.write("batch: " + texts.join(",") + "\\n");
};`;

let lambda: StartedLambda;

afterEach(() => lambda.close());

/** Starts with a stream of one shard and a function that logs its batches. */
async function start(settings: LambdaSettings = {}, source = logging): Promise<void> {
  lambda = await startLambda(settings);
  lambda.kinesis.createStream({ name: "events", mode: "PROVISIONED", shards: 1 });
  await lambda.client.send(new CreateFunctionCommand(newFunction("f", source)));
}

async function create(input: Partial<CreateEventSourceMappingCommandInput> = {}) {
  const command = new CreateEventSourceMappingCommand({
    ...{ FunctionName: "f", EventSourceArn: streamArn, StartingPosition: "TRIM_HORIZON", ...input },
  });
  const { UUID = "", ...mapping } = await lambda.client.send(command);
  return { ...mapping, UUID };
}

const get = (UUID: string) => lambda.client.send(new GetEventSourceMappingCommand({ UUID }));
const update = (UUID: string, changes: Omit<UpdateEventSourceMappingCommandInput, "UUID">) =>
  lambda.client.send(new UpdateEventSourceMappingCommand({ UUID, ...changes }));
const remove = (UUID: string) => lambda.client.send(new DeleteEventSourceMappingCommand({ UUID }));

/** Waits until it is so. */
async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise(setImmediate);
}

const settled = (UUID: string, state: "Enabled" | "Disabled") => until(async () => (await get(UUID)).State === state);

function put(...texts: string[]): void {
  const Records = texts.map((text) => ({ Data: Buffer.from(text).toString("base64"), PartitionKey: "key" }));
  putRecords(lambda.kinesis, { StreamName: "events", Records });
}

/** The batches that the function logged. */
const batches = () => lambda.lines.filter((line) => line.startsWith("batch: ")).map((line) => line.slice(7));
const counts = () => countRecords(lambda.kinesis, lambda.mappings, () => false);
const drained = () => until(() => counts().pending === 0);

/** A refusal as the SDK shows it. */
function refusal(name: string, message: string | RegExp, httpStatusCode = 400) {
  const text = typeof message === "string" ? message : expect.stringMatching(message);
  return { name, message: text, $metadata: expect.objectContaining({ httpStatusCode }) };
}

describe("a new mapping", () => {
  it("is described member by member as AWS was seen to", async () => {
    await start();
    const { $metadata, ...created } = await create();
    expect($metadata.httpStatusCode).toBe(202);
    expect(created).toEqual({
      BatchSize: 100,
      BisectBatchOnFunctionError: false,
      DestinationConfig: { OnFailure: {} },
      EventSourceArn: streamArn,
      EventSourceMappingArn: `arn:aws:lambda:${account.region}:${account.accountId}:event-source-mapping:${created.UUID}`,
      FunctionArn: functionArn,
      FunctionResponseTypes: [],
      LastModified: expect.any(Date),
      LastProcessingResult: "No records processed",
      MaximumBatchingWindowInSeconds: 0,
      MaximumRecordAgeInSeconds: -1,
      MaximumRetryAttempts: -1,
      ParallelizationFactor: 1,
      StartingPosition: "TRIM_HORIZON",
      State: "Creating",
      StateTransitionReason: "User action",
      TumblingWindowInSeconds: 0,
      UUID: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    await settled(created.UUID, "Enabled");
    put("a");
    await drained();
    const { $metadata: _, ...found } = await get(created.UUID);
    expect(found).toEqual({ ...created, State: "Enabled", LastProcessingResult: "OK" });
  });

  it("is given back with all that was asked for", async () => {
    await start();
    const asked = {
      BatchSize: 10_000,
      BisectBatchOnFunctionError: true,
      DestinationConfig: { OnFailure: { Destination: queueArn } },
      FilterCriteria: { Filters: [{ Pattern: `{"data":{"kind":["order"]}}` }] },
      FunctionResponseTypes: ["ReportBatchItemFailures" as const],
      MaximumBatchingWindowInSeconds: 300,
      MaximumRecordAgeInSeconds: 604_800,
      MaximumRetryAttempts: 10_000,
      MetricsConfig: { Metrics: ["EventCount" as const] },
      ParallelizationFactor: 10,
      StartingPosition: "AT_TIMESTAMP" as const,
      StartingPositionTimestamp: new Date(1_767_225_600_000),
    };
    expect(await create({ ...asked, FunctionName: "f:$LATEST" })).toMatchObject({
      ...asked,
      FunctionArn: `${functionArn}:$LATEST`,
    });
  });

  it("reads through a registered consumer, and not through one that is not there", async () => {
    await start();
    const { Consumer } = registerStreamConsumer(lambda.kinesis, { StreamARN: streamArn, ConsumerName: "reader" });
    const { UUID } = await create({ EventSourceArn: Consumer.ConsumerARN });
    put("a");
    await settled(UUID, "Enabled");
    await drained();
    expect(batches()).toEqual(["a"]);
    await expect(create({ EventSourceArn: `${streamArn}/consumer/missing:1` })).rejects.toMatchObject(
      refusal("InvalidParameterValueException", /^Stream consumer not found: /),
    );
  });

  it("is disabled where it was asked to be, and begins when it is enabled", async () => {
    await start();
    put("a");
    const { UUID, State } = await create({ Enabled: false });
    expect(State).toBe("Creating");
    await settled(UUID, "Disabled");
    expect(counts()).toMatchObject({ sent: 1, stillReadable: 1, pending: 0 });
    expect((await update(UUID, { Enabled: true })).State).toBe("Enabling");
    await settled(UUID, "Enabled");
    await drained();
    expect(batches()).toEqual(["a"]);
  });

  it.each<[string, Partial<CreateEventSourceMappingCommandInput>, ReturnType<typeof refusal>]>([
    [
      "a stream that is not there",
      { EventSourceArn: `${streamArn}-2` },
      refusal("InvalidParameterValueException", `Stream not found: ${streamArn}-2`),
    ],
    [
      "a function that is not there",
      { FunctionName: "g" },
      refusal("InvalidParameterValueException", "Function does not exist"),
    ],
    [
      "a version that is not there",
      { FunctionName: "f:1" },
      refusal("InvalidParameterValueException", "Function does not exist"),
    ],
    [
      "no source",
      { EventSourceArn: undefined },
      refusal("InvalidParameterValueException", "Unrecognized event source."),
    ],
    [
      "a queue",
      { EventSourceArn: queueArn, StartingPosition: undefined },
      refusal("InvalidParameterValueException", /is not part of the local AWS: mappings read Kinesis/),
    ],
    [
      "a table's stream",
      { EventSourceArn: "arn:aws:dynamodb:ap-northeast-1:000000000000:table/t/stream/s" },
      refusal(
        "InvalidParameterValueException",
        /table\/t\/stream\/s is not part of the local AWS: mappings read Kinesis/,
      ),
    ],
    [
      "no starting position",
      { StartingPosition: undefined },
      refusal(
        "InvalidParameterValueException",
        "1 validation error detected: Value null at 'startingPosition' failed to satisfy constraint: Member must not be " +
          "null.",
      ),
    ],
    [
      "a starting position that is none",
      { StartingPosition: "invalid" as "LATEST" },
      refusal(
        "ValidationException",
        "1 validation error detected: Value 'invalid' at 'startingPosition' failed to satisfy constraint: Member must " +
          "satisfy enum value set: [LATEST, AT_TIMESTAMP, TRIM_HORIZON]",
      ),
    ],
    [
      "AT_TIMESTAMP without one",
      { StartingPosition: "AT_TIMESTAMP" },
      refusal("InvalidParameterValueException", /StartingPositionTimestamp/),
    ],
    [
      "a destination for successes",
      { DestinationConfig: { OnSuccess: { Destination: queueArn } } },
      refusal(
        "InvalidParameterValueException",
        "Unsupported DestinationConfig parameter for given event source mapping type.",
      ),
    ],
    [
      "a Kafka topic",
      { Topics: ["t"] },
      refusal("InvalidParameterValueException", "Unsupported Topics parameter for given event source mapping type."),
    ],
    [
      "a tumbling window",
      { TumblingWindowInSeconds: 60 },
      refusal("InvalidParameterValueException", "Tumbling windows are not part of the local AWS."),
    ],
    [
      "six filters",
      { FilterCriteria: { Filters: Array.from({ length: 6 }, () => ({ Pattern: "{}" })) } },
      refusal("InvalidParameterValueException", "A mapping has at most 5 filters; got 6."),
    ],
    [
      "a filter that is no pattern",
      { FilterCriteria: { Filters: [{ Pattern: "{" }] } },
      refusal("InvalidParameterValueException", /^Invalid filter pattern definition/),
    ],
    ["BatchSize 0", { BatchSize: 0 }, refusal("ValidationException", /Value '0' at 'batchSize' .* equal to 1$/)],
    ["BatchSize 10,001", { BatchSize: 10_001 }, refusal("ValidationException", /'batchSize' .* equal to 10000$/)],
    [
      "a window over 300 s",
      { MaximumBatchingWindowInSeconds: 301 },
      refusal("ValidationException", /'maximumBatchingWindowInSeconds' .* equal to 300$/),
    ],
    [
      "a factor of 11",
      { ParallelizationFactor: 11 },
      refusal("ValidationException", /'parallelizationFactor' .* equal to 10$/),
    ],
    [
      "-2 retries",
      { MaximumRetryAttempts: -2 },
      refusal("ValidationException", /Value '-2' at 'maximumRetryAttempts' .* greater than or equal to -1$/),
    ],
    [
      "an age over a week",
      { MaximumRecordAgeInSeconds: 604_801 },
      refusal("ValidationException", /'maximumRecordAgeInSeconds' .* equal to 604800$/),
    ],
    [
      "an age under a minute",
      { MaximumRecordAgeInSeconds: 59 },
      refusal(
        "InvalidParameterValueException",
        "MaximumRecordAgeInSeconds must be either -1 (forever) or between 60 and 604800 (inclusive)",
      ),
    ],
  ])("is refused for %s", async (_what, input, expected) => {
    await start();
    await expect(create(input)).rejects.toMatchObject(expected);
    expect(lambda.mappings.mappings()).toEqual([]);
  });

  it("is refused where the function is mapped to the stream already", async () => {
    await start();
    const { UUID } = await create();
    await expect(create({ BatchSize: 1 })).rejects.toMatchObject(
      refusal(
        "ResourceConflictException",
        `The event source arn (" ${streamArn} ") and function (" f ") provided mapping already exists. Please update or ` +
          `delete the existing mapping with UUID ${UUID}`,
        409,
      ),
    );
  });
});

describe("a mapping that is changed", () => {
  it("goes on where it was, by its new configuration", async () => {
    await start();
    const { UUID } = await create({ BatchSize: 1 });
    put("a", "b");
    await settled(UUID, "Enabled");
    await drained();
    const updated = await update(UUID, { BatchSize: 10 });
    expect(updated).toMatchObject({ State: "Updating", BatchSize: 10, ParallelizationFactor: 1 });
    await settled(UUID, "Enabled");
    put("c", "d");
    await drained();
    expect(batches()).toEqual(["a", "b", "c,d"]);
    expect(counts()).toMatchObject({ sent: 4, processed: 4, stillReadable: 0 });
  });

  it("does not read while it is disabled, and goes on where it was when it is enabled", async () => {
    await start();
    const { UUID } = await create();
    put("a");
    await settled(UUID, "Enabled");
    await drained();
    expect((await update(UUID, { Enabled: false })).State).toBe("Disabling");
    await settled(UUID, "Disabled");
    put("b");
    expect(counts()).toMatchObject({ sent: 2, processed: 1, stillReadable: 1, pending: 0 });
    expect((await update(UUID, { Enabled: true })).State).toBe("Enabling");
    await settled(UUID, "Enabled");
    await drained();
    expect(batches()).toEqual(["a", "b"]);
  });

  it("may be given another function", async () => {
    await start();
    await lambda.client.send(new CreateFunctionCommand(newFunction("g", logging.replace("batch: ", "batch: g"))));
    const { UUID } = await create();
    put("a");
    await settled(UUID, "Enabled");
    await drained();
    expect((await update(UUID, { FunctionName: "g" })).FunctionArn).toBe(functionArn.replace(/f$/, "g"));
    await settled(UUID, "Enabled");
    put("b");
    await drained();
    expect(batches()).toEqual(["a", "gb"]);
  });

  it("is refused a function that is mapped to its stream already", async () => {
    await start();
    await lambda.client.send(new CreateFunctionCommand(newFunction("g")));
    const first = await create();
    const { UUID } = await create({ FunctionName: "g" });
    await settled(UUID, "Enabled");
    const conflict = refusal("ResourceConflictException", new RegExp(`mapping with UUID ${first.UUID}$`), 409);
    await expect(update(UUID, { FunctionName: "f" })).rejects.toMatchObject(conflict);
    expect(await update(UUID, { FunctionName: "g" })).toMatchObject({ FunctionArn: functionArn.replace(/f$/, "g") });
  });

  it("loses its destination and its filters where they are set to nothing", async () => {
    await start();
    const { UUID } = await create({
      DestinationConfig: { OnFailure: { Destination: queueArn } },
      FilterCriteria: { Filters: [{ Pattern: `{"partitionKey":["other"]}` }] },
    });
    await settled(UUID, "Enabled");
    const changes = { DestinationConfig: { OnFailure: { Destination: "" } }, FilterCriteria: {} };
    const { DestinationConfig, FilterCriteria } = await update(UUID, changes);
    expect({ DestinationConfig, FilterCriteria }).toEqual({ DestinationConfig: { OnFailure: {} } });
  });

  it("is refused what creation refuses, and keeps what it was", async () => {
    await start();
    const { UUID } = await create();
    await settled(UUID, "Enabled");
    await expect(update(UUID, { MaximumRecordAgeInSeconds: 1 })).rejects.toMatchObject({
      name: "InvalidParameterValueException",
    });
    await expect(update(UUID, { FunctionName: "g" })).rejects.toMatchObject({ message: "Function does not exist" });
    expect(await get(UUID)).toMatchObject({ State: "Enabled", MaximumRecordAgeInSeconds: -1 });
  });
});

describe("a mapping that is deleted", () => {
  it("is told as Deleting, then is gone, and leaves what it did in the counts", async () => {
    await start();
    const { UUID } = await create();
    put("a");
    await settled(UUID, "Enabled");
    await drained();
    expect((await remove(UUID)).State).toBe("Deleting");
    await until(() => lambda.mappings.mappings().length === 0);
    const gone = refusal("ResourceNotFoundException", "The resource you requested does not exist.", 404);
    await expect(get(UUID)).rejects.toMatchObject(gone);
    await expect(update(UUID, { BatchSize: 1 })).rejects.toMatchObject(gone);
    await expect(remove(UUID)).rejects.toMatchObject(gone);
    expect(counts()).toMatchObject({ sent: 2, processed: 1, stillReadable: 1, pending: 0 });
  });

  it("forgets its position: another begins at its own", async () => {
    await start();
    const { UUID } = await create();
    put("a");
    await settled(UUID, "Enabled");
    await drained();
    await remove(UUID);
    await until(() => lambda.mappings.mappings().length === 0);
    const second = await create();
    await settled(second.UUID, "Enabled");
    await drained();
    expect(batches()).toEqual(["a", "a"]);
  });
});

it("gives its function a KPL aggregate as the one record that it is", async () => {
  await start(
    {},
    `exports.handler = async ({ Records }) => {
    process.stdout.write("batch: " + Records.map(({ kinesis }) => kinesis.data).join(",") + "\\n");
  };`,
  );
  const records = ["a", "b"].map((text) => ({ partitionKey: text, data: Buffer.from(text) }));
  const Data = kplAggregate(records).toString("base64");
  putRecords(lambda.kinesis, { StreamName: "events", Records: [{ Data, PartitionKey: "a" }] });
  const { UUID } = await create();
  await settled(UUID, "Enabled");
  await drained();
  expect(batches()).toEqual([Data]);
});

it("owes nothing to what lies before its starting position", async () => {
  await start();
  put("a", "b");
  const { UUID } = await create({ StartingPosition: "LATEST" });
  await settled(UUID, "Enabled");
  put("c");
  await drained();
  expect(batches()).toEqual(["c"]);
  expect(counts()).toMatchObject({ sent: 1, processed: 1, stillReadable: 0, skipped: 2 });
});

it("skips by LATEST what is put while it is Creating", async () => {
  const clock = new VirtualClock();
  await start({ clock, transitionMs: 1_000 });
  const { UUID } = await create({ StartingPosition: "LATEST" });
  put("a");
  await clock.advance(1_000);
  expect((await get(UUID)).State).toBe("Enabled");
  put("b");
  await drained();
  expect(batches()).toEqual(["b"]);
});

it("counts for a stream of an account that no Terraform made", async () => {
  await start();
  const { UUID } = await create();
  put("a", "b");
  await settled(UUID, "Enabled");
  await drained();
  expect(counts()).toMatchObject({ sent: 2, processed: 2, stillReadable: 0, pending: 0, failures: 0 });
});

it("hands what it gives up to a topic as to a queue", async () => {
  await start({}, "exports.handler = async () => { throw new Error('no'); };");
  const topicArn = `arn:aws:sns:${account.region}:${account.accountId}:failures`;
  await create({ MaximumRetryAttempts: 0, DestinationConfig: { OnFailure: { Destination: topicArn } } });
  put("a");
  await until(() => lambda.deliveries.length > 0);
  const [arn, body = ""] = lambda.deliveries[0] ?? [];
  expect(arn).toBe(topicArn);
  expect(JSON.parse(body)).toMatchObject({
    requestContext: { functionArn, condition: "RetryAttemptsExhausted" },
    KinesisBatchInfo: { batchSize: 1, streamArn },
  });
});

it("stays when its function is deleted, and says what is wrong", async () => {
  await start();
  const { UUID } = await create();
  await settled(UUID, "Enabled");
  await lambda.client.send(new DeleteFunctionCommand({ FunctionName: "f" }));
  put("a");
  await until(async () => (await get(UUID)).LastProcessingResult !== "No records processed");
  expect(await get(UUID)).toMatchObject({
    State: "Enabled",
    LastProcessingResult: `PROBLEM: Function not found: ${functionArn}:$LATEST`,
  });
});

describe("a stream that is deleted", () => {
  const deleteStream = () => lambda.kinesis.deleteStream(lambda.kinesis.stream("events"));

  it("is missed by its mapping, which counts what it had not read as expired", async () => {
    await start();
    const { UUID } = await create();
    put("a");
    await settled(UUID, "Enabled");
    await drained();
    await update(UUID, { Enabled: false });
    await settled(UUID, "Disabled");
    put("b", "c");
    deleteStream();
    expect((await get(UUID)).LastProcessingResult).toBe("OK");
    await update(UUID, { Enabled: true });
    await settled(UUID, "Enabled");
    expect(await get(UUID)).toMatchObject({
      State: "Enabled",
      LastProcessingResult: `PROBLEM: Stream events under account ${account.accountId} not found.`,
    });
    expect(counts()).toMatchObject({ sent: 3, processed: 1, expired: 2, stillReadable: 0, pending: 0 });
  });

  it("takes with it what nobody read, which stays in the counts", async () => {
    await start();
    put("a", "b");
    deleteStream();
    expect(counts()).toMatchObject({ sent: 2, processed: 0, expired: 2, stillReadable: 0 });
    lambda.kinesis.createStream({ name: "events", mode: "PROVISIONED", shards: 1 });
    put("c");
    expect(counts()).toMatchObject({ sent: 3, processed: 0, expired: 2, stillReadable: 1 });
  });

  it("leaves a batch that is being retried nothing to do", async () => {
    const clock = new VirtualClock();
    await start({ clock }, "exports.handler = async () => { throw new Error('no'); };");
    const { UUID } = await create();
    await settled(UUID, "Enabled");
    put("a");
    await until(() => lambda.mappings.mapping(UUID).engine.stats.errors > 0);
    deleteStream();
    await clock.advance(60_000);
    expect(counts()).toMatchObject({ sent: 1, processed: 0, expired: 1, stillReadable: 0, pending: 0 });
  });
});

describe("transitions", () => {
  it("take their time, refuse changes meanwhile, and read or stop reading when they are over", async () => {
    const clock = new VirtualClock();
    await start({ clock, transitionMs: 1_000 });
    const { UUID } = await create({ BatchSize: 1 });
    put("a");
    await clock.advance(999);
    expect((await get(UUID)).State).toBe("Creating");
    const busy = (action: string) =>
      refusal("ResourceInUseException", `Cannot ${action} the event source mapping because it is in use.`);
    await expect(update(UUID, { BatchSize: 2 })).rejects.toMatchObject(busy("update"));
    await expect(remove(UUID)).rejects.toMatchObject(busy("delete"));
    expect(batches()).toEqual([]);
    await clock.advance(1);
    expect((await get(UUID)).State).toBe("Enabled");
    await drained();
    await update(UUID, { Enabled: false });
    await clock.advance(1_000);
    await settled(UUID, "Disabled");
    put("b");
    await remove(UUID);
    await clock.advance(999);
    expect((await get(UUID)).State).toBe("Deleting");
    await clock.advance(1);
    await expect(get(UUID)).rejects.toMatchObject({ name: "ResourceNotFoundException" });
    expect(batches()).toEqual(["a"]);
  });

  it("last until the invocations under way have ended", async () => {
    await start({}, `exports.handler = () => new Promise((resolve) => setTimeout(resolve, 300));`);
    const { UUID } = await create();
    put("a");
    await until(() => lambda.functions.find("f")?.running === 1);
    await update(UUID, { Enabled: false });
    expect((await get(UUID)).State).toBe("Disabling");
    await settled(UUID, "Disabled");
    expect(counts()).toMatchObject({ processed: 1, stillReadable: 0 });
  });
});

describe("a list of mappings", () => {
  async function startThree(): Promise<string[]> {
    await start();
    lambda.kinesis.createStream({ name: "others", mode: "PROVISIONED", shards: 1 });
    await lambda.client.send(new CreateFunctionCommand(newFunction("g")));
    const made = [
      await create(),
      await create({ FunctionName: "g" }),
      await create({ EventSourceArn: streamArn.replace("events", "others") }),
    ];
    return made.map(({ UUID }) => UUID);
  }

  async function list(input: { FunctionName?: string; EventSourceArn?: string }): Promise<(string | undefined)[]> {
    const { EventSourceMappings = [] } = await lambda.client.send(new ListEventSourceMappingsCommand(input));
    return EventSourceMappings.map(({ UUID }) => UUID).sort();
  }

  it("is of a function, of a source, or of all", async () => {
    const [one = "", two = "", three = ""] = await startThree();
    expect(await list({})).toEqual([one, two, three].sort());
    expect(await list({ FunctionName: functionArn })).toEqual([one, three].sort());
    expect(await list({ EventSourceArn: streamArn })).toEqual([one, two].sort());
    expect(await list({ FunctionName: "g", EventSourceArn: `${streamArn}-2` })).toEqual([]);
    await expect(list({ FunctionName: "h" })).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  });

  it("comes a page at a time", async () => {
    const made = await startThree();
    const pages: (string | undefined)[][] = [];
    for await (const page of paginateListEventSourceMappings({ client: lambda.client, pageSize: 2 }, {})) {
      pages.push((page.EventSourceMappings ?? []).map(({ UUID }) => UUID));
    }
    expect(pages.map(({ length }) => length)).toEqual([2, 1]);
    expect(pages.flat()).toEqual(made.sort());
  });
});

it("has tags of its own", async () => {
  await start();
  const { EventSourceMappingArn: Resource } = await create({ Tags: { A: "a" } });
  await lambda.client.send(new TagResourceCommand({ Resource, Tags: { B: "b" } }));
  expect((await lambda.client.send(new ListTagsCommand({ Resource }))).Tags).toEqual({ A: "a", B: "b" });
  const missing = Resource?.replace(/.$/, (last) => (last === "0" ? "1" : "0"));
  await expect(lambda.client.send(new ListTagsCommand({ Resource: missing }))).rejects.toMatchObject(
    refusal("ResourceNotFoundException", `Event source mapping not found: ${missing}`, 404),
  );
});
