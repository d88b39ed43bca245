import { parseEnvironment } from "../environments/parse-environment";
import { variables } from "../functions/shared/processor/contract";
import { type Changes, environmentInput } from "../test/environment-input";
import { everyDestination } from "../test/every-destination";
import { exactlyOne } from "../test/exactly-one";
import { isAllowed } from "../test/iam-evaluation";
import { statementsOf } from "../test/policies";
import { templatesOf } from "../test/templates-of";

type Processor = NonNullable<Changes["processors"]>[string];

function processing(processor: Partial<Processor> = {}, changes: Changes = {}) {
  const processors = { "stream-processor": { stream: "data-stream", table: "processed-data", ...processor } };
  const streams: Changes["streams"] = {
    "data-stream": { capacity: { mode: "provisioned", shards: 1 }, consumers: ["fast"] },
  };
  return templatesOf(parseEnvironment("environment", environmentInput({ streams, processors, ...changes }))).processing;
}

const theFunction = (processor?: Partial<Processor>, changes?: Changes) =>
  exactlyOne(processing(processor, changes), "aws_lambda_function");
const theMapping = (processor?: Partial<Processor>) =>
  exactlyOne(processing(processor), "aws_lambda_event_source_mapping");
const permissions = (processor?: Partial<Processor>, changes?: Changes) => {
  const all = statementsOf(processing(processor, changes));
  return all.filter(({ where }) => where.startsWith("aws_iam_role_policy.Functions_"));
};

const failures = "arn:aws:s3:::kinesis-streaming-test-failures-123456789012";

describe("a processor's function", () => {
  it("runs the bundle on Node 22 and arm64, traced, with its share of the account's concurrency", () => {
    expect(theFunction({ memoryMebibytes: 1_024, timeoutSeconds: 33, reservedConcurrency: 7 })).toMatchObject({
      function_name: "kinesis-streaming-test-stream-processor",
      runtime: "nodejs22.x",
      architectures: ["arm64"],
      handler: "index.handler",
      filename: expect.stringMatching(/^assets\/.*\.zip$/),
      source_code_hash: "c2hhMjU2",
      memory_size: 1_024,
      timeout: 33,
      reserved_concurrent_executions: 7,
      tracing_config: { mode: "Active" },
    });
  });

  it("gets every variable that its code reads", () => {
    const { environment } = theFunction(
      { eventTypes: ["CLICK", "VIEW"] },
      { tables: { "processed-data": { ttlDays: 20, holds: { kind: "events", eventTypeBuckets: 3 } } } },
    );
    expect(environment).toEqual({
      variables: {
        [variables.tableName]: "kinesis-streaming-test-processed-data",
        [variables.ttlDays]: "20",
        [variables.eventTypeBuckets]: "3",
        [variables.eventTypes]: "CLICK,VIEW",
        [variables.failuresBucket]: "kinesis-streaming-test-failures-123456789012",
        [variables.processorName]: "stream-processor",
        [variables.environment]: "test",
        NODE_OPTIONS: "--enable-source-maps",
      },
    });
  });

  it("waits for its log group, which Lambda would else make without an end", () => {
    expect(exactlyOne(processing({ logRetentionDays: 30 }), "aws_cloudwatch_log_group")).toMatchObject({
      name: "/aws/lambda/kinesis-streaming-test-stream-processor",
      retention_in_days: 30,
    });
    expect(theFunction()["depends_on"]).toContainEqual(expect.stringMatching(/^aws_cloudwatch_log_group\./));
  });

  it("has a role that Lambda takes on for this account alone", () => {
    const trust = statementsOf(processing()).filter(({ where }) => where.startsWith("aws_iam_role.Functions_"));
    expect(trust).toMatchObject([
      {
        Principal: { Service: "lambda.amazonaws.com" },
        Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
      },
    ]);
  });

  it("may do what it does, and nothing else", () => {
    const allowed = permissions().map(({ Action, Resource }) => ({ Action, Resource }));
    expect(allowed).toEqual([
      {
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: [
          "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/kinesis-streaming-test-stream-processor:log-stream:*",
        ],
      },
      { Action: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"], Resource: ["*"] },
      {
        Action: [
          "kinesis:DescribeStream",
          "kinesis:DescribeStreamSummary",
          "kinesis:GetRecords",
          "kinesis:GetShardIterator",
          "kinesis:ListShards",
        ],
        Resource: ["arn:aws:kinesis:eu-west-1:123456789012:stream/kinesis-streaming-test-data-stream"],
      },
      {
        Action: ["dynamodb:BatchWriteItem"],
        Resource: ["arn:aws:dynamodb:eu-west-1:123456789012:table/kinesis-streaming-test-processed-data"],
      },
      { Action: ["s3:PutObject"], Resource: [`${failures}/quarantine/stream-processor/*`] },
      { Action: ["s3:PutObject"], Resource: [`${failures}/aws/lambda/*`] },
      { Action: ["s3:ListBucket"], Resource: [failures] },
    ]);
  });

  it("may use the environment's own keys, each for what it does with it", () => {
    const kms = permissions({}, { encryption: "customer-managed" }).filter(({ Action }) =>
      Action[0]?.startsWith("kms:"),
    );
    expect(kms).toMatchObject([
      {
        Action: ["kms:Decrypt"],
        Resource: [expect.stringContaining("StreamsKey"), expect.stringContaining("TablesKey")],
      },
      { Action: ["kms:GenerateDataKey"], Resource: [expect.stringContaining("BucketsKey")] },
    ]);
  });
});

it("describes a function in the 256 characters that Lambda takes", () => {
  const [stream, table] = ["s".repeat(80), "t".repeat(190)];
  const streams: Changes["streams"] = { [stream]: { capacity: { mode: "on-demand" } } };
  const template = processing({ stream, table }, { streams, tables: { [table]: {} } });
  expect(String(exactlyOne(template, "aws_lambda_function")["description"])).toHaveLength(256);
});

describe("a processor of aggregates", () => {
  const aggregates = [
    { code: "aggregate-writer", table: "sums" },
    { tables: { "processed-data": {}, sums: { holds: { kind: "aggregates" } } } },
  ] satisfies [Partial<Processor>, Changes];

  it("gets no variable of a table that holds events", () => {
    expect(theFunction(...aggregates)).toMatchObject({
      environment: { variables: { [variables.tableName]: "kinesis-streaming-test-sums" } },
    });
    expect(JSON.stringify(theFunction(...aggregates))).not.toContain(variables.eventTypeBuckets);
  });

  it("may put items one by one, which alone can have a condition", () => {
    expect(permissions(...aggregates).find(({ Sid }) => Sid === "WriteTable")).toMatchObject({
      Action: ["dynamodb:PutItem"],
      Resource: ["arn:aws:dynamodb:eu-west-1:123456789012:table/kinesis-streaming-test-sums"],
    });
  });
});

describe("an event source mapping", () => {
  it("passes on each of its parameters", () => {
    const mapping = theMapping({
      batchSize: 500,
      maximumBatchingWindowSeconds: 5,
      parallelizationFactor: 4,
      maximumRetryAttempts: 9,
      maximumRecordAgeSeconds: 7_200,
      bisectBatchOnFunctionError: false,
      tumblingWindowSeconds: 60,
      startingPosition: { at: "AT_TIMESTAMP", timestamp: "2024-02-29T00:00:00Z" },
      filters: [{ data: { event_type: ["PURCHASE"] } }],
    });
    expect(mapping).toMatchObject({
      event_source_arn: "arn:aws:kinesis:eu-west-1:123456789012:stream/kinesis-streaming-test-data-stream",
      function_name: expect.stringMatching(/^\$\{aws_lambda_function\./),
      function_response_types: ["ReportBatchItemFailures"],
      metrics_config: { metrics: ["EventCount"] },
      batch_size: 500,
      maximum_batching_window_in_seconds: 5,
      parallelization_factor: 4,
      maximum_retry_attempts: 9,
      maximum_record_age_in_seconds: 7_200,
      bisect_batch_on_function_error: false,
      tumbling_window_in_seconds: 60,
      starting_position: "AT_TIMESTAMP",
      starting_position_timestamp: "2024-02-29T00:00:00Z",
      filter_criteria: { filter: [{ pattern: '{"data":{"event_type":["PURCHASE"]}}' }] },
    });
  });

  it.each([
    ["2024-02-29T09:00:00+09:00", "2024-02-29T00:00:00Z"],
    ["2024-02-29T00:00:00.999Z", "2024-02-29T00:00:00Z"],
  ])(
    "states the time that it starts from as Terraform reads it back, lest each plan replace it: %s",
    (timestamp, stated) => {
      const startingPosition = { at: "AT_TIMESTAMP", timestamp } as const;
      expect(theMapping({ startingPosition })).toMatchObject({ starting_position_timestamp: stated });
    },
  );

  it("hands a filter on to the letter, though it look like an expression of Terraform", () => {
    const { filter_criteria } = theMapping({ filters: [{ data: { note: [`\${x}`, "%{y}", "100%", "$"] } }] });
    expect(filter_criteria).toEqual({ filter: [{ pattern: '{"data":{"note":["$${x}","%%{y}","100%","$"]}}' }] });
  });

  it("leaves out what it does not use, lest each plan show a change", () => {
    const mapping = theMapping();
    for (const attribute of ["tumbling_window_in_seconds", "filter_criteria", "starting_position_timestamp"]) {
      expect(mapping).not.toHaveProperty(attribute);
    }
  });

  it("waits for what Lambda needs to read on its behalf", () => {
    expect(theMapping()["depends_on"]).toEqual([expect.stringMatching(/^aws_iam_role_policy\.Functions_/)]);
  });

  it("reads through a consumer where the environment says so, which its role allows", () => {
    const arn = expect.stringMatching(/^\$\{data\.terraform_remote_state\..*Consumers_fast/);
    expect(theMapping({ consumer: "fast" })).toMatchObject({ event_source_arn: arn });
    expect(permissions({ consumer: "fast" })).toContainEqual(
      expect.objectContaining({ Action: ["kinesis:SubscribeToShard"], Resource: [arn] }),
    );
  });

  it("gives what it gives up to the failures bucket, records and all", () => {
    expect(theMapping()).toMatchObject({ destination_config: { on_failure: { destination_arn: failures } } });
    expect(permissions().find(({ Sid }) => Sid === "OnFailure")?.Condition).toEqual({
      StringEquals: { "s3:ResourceAccount": "123456789012" },
    });
  });

  it("or to a queue, whose messages say where in the stream they stand", () => {
    const template = processing({ onFailure: "sqs" });
    expect(exactlyOne(template, "aws_sqs_queue")).toMatchObject({
      name: "kinesis-streaming-test-stream-processor-failures",
      message_retention_seconds: 14 * 86_400,
      sqs_managed_sse_enabled: true,
    });
    expect(exactlyOne(template, "aws_lambda_event_source_mapping")).toMatchObject({
      destination_config: { on_failure: { destination_arn: expect.stringMatching(/^\$\{aws_sqs_queue\./) } },
    });
    const onFailure = permissions({ onFailure: "sqs" }).filter(({ Sid }) => Sid.startsWith("OnFailure"));
    expect(onFailure).toMatchObject([
      { Action: ["sqs:SendMessage"], Resource: [expect.stringMatching(/:sqs:.*-failures$/)] },
    ]);
  });
});

describe("the operators' role", () => {
  const operator = (processor?: Partial<Processor>, changes?: Changes) =>
    statementsOf(processing(processor, changes)).filter(({ where }) =>
      where.startsWith("aws_iam_role_policy.Operator_"),
    );
  const withDeliveries = (changes: Changes = {}) => {
    const statements = operator({}, { ...everyDestination, ...changes });
    return (sid: string) => statements.find(({ Sid }) => Sid === sid);
  };

  it("is refused where IAM would take no more of it, and not before", () => {
    const withPipelines = (count: number) => {
      const keys = Array.from({ length: count }, (_, index) => `pipeline-${index}`);
      const each = <Entry>(entry: (key: string) => Entry) => Object.fromEntries(keys.map((key) => [key, entry(key)]));
      return processing(
        {},
        {
          encryption: "customer-managed",
          streams: each(() => ({ capacity: { mode: "on-demand" as const } })),
          tables: each(() => ({})),
          processors: each((key) => ({ code: "stream-processor", stream: key, table: key })),
          deliveries: each((key) => ({ source: { stream: key }, destination: { kind: "s3" as const } })),
        },
      );
    };
    expect(() => withPipelines(10)).not.toThrow();
    expect(() => withPipelines(20)).toThrow(
      /role kinesis-streaming-test-operator has \d{5} characters, and IAM takes 10240/,
    );
  });

  it("may stop and start a processor, by its own mapping", () => {
    expect(operator().find(({ Sid }) => Sid === "StopAndStart")).toMatchObject({
      Resource: [expect.stringMatching(/^\$\{aws_lambda_event_source_mapping\.Mappings_stream-processor_/)],
    });
  });

  it("may read each table, and the index of one that has one", () => {
    const tables: Changes["tables"] = { "processed-data": {}, sums: { holds: { kind: "aggregates" } } };
    const arn = (table: string) => `arn:aws:dynamodb:eu-west-1:123456789012:table/kinesis-streaming-test-${table}`;
    expect(operator({}, { tables }).find(({ Sid }) => Sid === "ReadTables")?.Resource).toEqual([
      arn("processed-data"),
      `${arn("processed-data")}/index/event-type-index`,
      arn("sums"),
    ]);
  });

  it("may take from failure queues where there are any", () => {
    const taking = (processor?: Partial<Processor>) => operator(processor).filter(({ Sid }) => Sid === "TakeFailures");
    expect(taking()).toEqual([]);
    expect(taking({ onFailure: "sqs" })).toMatchObject([{ Resource: [expect.stringMatching(/-failures$/)] }]);
  });

  it("may read what was delivered, what was not, and what is said of it", () => {
    const statement = withDeliveries();
    const lake = "arn:aws:s3:::kinesis-streaming-test-data-lake-123456789012";
    expect(statement("ListObjects")).toMatchObject({ Action: ["s3:ListBucket"], Resource: [failures, lake] });
    expect(statement("ReadObjects")).toMatchObject({
      Action: ["s3:GetObject"],
      Resource: [`${failures}/*`, `${lake}/*`],
    });
    expect(statement("ReadDeliveries")?.Resource).toHaveLength(Object.keys(everyDestination.deliveries).length);
    expect(statement("ReadDeliveries")?.Resource).toContain(
      "arn:aws:firehose:eu-west-1:123456789012:deliverystream/kinesis-streaming-test-splunk",
    );
    expect(statement("ReadLogs")?.Resource).toEqual(
      expect.arrayContaining(
        [
          "/aws/lambda/kinesis-streaming-test-splunk-transform",
          "/aws/kinesisfirehose/kinesis-streaming-test-splunk",
        ].map((group) => `arn:aws:logs:eu-west-1:123456789012:log-group:${group}:*`),
      ),
    );
  });

  it("may query the lake through its workgroup, and write the results there alone", () => {
    const statement = withDeliveries({ encryption: "customer-managed" });
    expect(statement("Query")).toMatchObject({
      Action: expect.arrayContaining(["athena:StartQueryExecution", "athena:GetQueryResults"]),
      Resource: ["arn:aws:athena:eu-west-1:123456789012:workgroup/kinesis-streaming-test-queries"],
    });
    const database = "kinesis_streaming_test_data_lake";
    expect(statement("ReadCatalog")?.Resource).toEqual(
      ["catalog", `database/${database}`, `table/${database}/events`, `table/${database}/events_in_orc`].map(
        (resource) => `arn:aws:glue:eu-west-1:123456789012:${resource}`,
      ),
    );
    expect(statement("WriteResults")?.Resource).toEqual([
      "arn:aws:s3:::kinesis-streaming-test-data-lake-123456789012/query-results/*",
    ]);
    expect(statement("EncryptResults")).toMatchObject({
      Action: ["kms:GenerateDataKey"],
      Resource: [expect.stringContaining("BucketsKey")],
    });
    expect(withDeliveries({ encryption: "aws-managed" })("EncryptResults")).toBeUndefined();
    expect(operator().map(({ Sid }) => Sid)).not.toContain("Query");
  });

  it("may not write to streams or tables", () => {
    const actions = operator().flatMap(({ Action }) => Action);
    expect(actions.filter((action) => /^(dynamodb|kinesis|s3):(Put|Batch|Delete)/.test(action))).toEqual([]);
  });

  it("may silence and try the environment's alarms, and put metrics of operators, and nobody else's", () => {
    const may = (action: string, resource: string, context?: Record<string, string>) =>
      isAllowed(operator(), { action, resource, context });
    const alarm = (name: string) => `arn:aws:cloudwatch:eu-west-1:123456789012:alarm:${name}`;
    for (const action of ["SetAlarmState", "DisableAlarmActions", "EnableAlarmActions"]) {
      expect(may(`cloudwatch:${action}`, alarm("kinesis-streaming-test-data-stream-stream-late"))).toBe(true);
      expect(may(`cloudwatch:${action}`, alarm("kinesis-streaming-prod-data-stream-stream-late"))).toBe(false);
    }
    const put = (namespace: string) => may("cloudwatch:PutMetricData", "*", { "cloudwatch:namespace": namespace });
    expect([put("KinesisCustom"), put("AWS/Kinesis"), put("KinesisProcessing")]).toEqual([true, false, false]);
  });
});

describe("outputs", () => {
  it("show functions, queues and roles", () => {
    expect(processing({ onFailure: "sqs" })).toMatchObject({
      output: {
        functions: { value: { "stream-processor": { name: "kinesis-streaming-test-stream-processor" } } },
        queues: { value: { "stream-processor": { name: "kinesis-streaming-test-stream-processor-failures" } } },
        roles: { value: { operator: { name: "kinesis-streaming-test-operator" } } },
      },
    });
  });
});
