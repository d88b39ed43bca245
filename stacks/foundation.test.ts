import type { Subscription } from "../environments";
import { parseEnvironment } from "../environments/parse-environment";
import { type Changes, environmentInput } from "../test/environment-input";
import { everyDestination } from "../test/every-destination";
import { exactlyOne, type Resource } from "../test/exactly-one";
import { statementsOf } from "../test/policies";
import { templatesOf } from "../test/templates-of";

function foundation(changes: Changes = {}) {
  const template = templatesOf(parseEnvironment("environment", environmentInput(changes))).foundation;
  const key = (purpose: string): Resource => {
    const alias = exactlyOne(
      template,
      "aws_kms_alias",
      ({ name }) => name === `alias/kinesis-streaming-test-${purpose}`,
    );
    const id = /aws_kms_key\.([\w-]+)\./.exec(String(alias["target_key_id"]))?.[1] ?? "";
    return { ...exactlyOne(template, "aws_kms_key", ({ description }) => String(description).endsWith(purpose)), id };
  };
  const usage = (purpose: string) => {
    const { id } = key(purpose);
    return statementsOf(template).filter(({ where, Sid }) => where === `aws_kms_key.${id}` && Sid !== "Administration");
  };
  return { template, key, usage };
}

const ours = { encryption: "customer-managed" } as const;

describe("customer-managed keys", () => {
  it.each(["streams", "tables", "buckets", "logs", "alerts"])(
    "the one of %s rotates, and can be saved after a mistake",
    (purpose) => {
      expect(foundation({ ...ours, keyDeletionWindowDays: 12 }).key(purpose)).toMatchObject({
        enable_key_rotation: true,
        deletion_window_in_days: 12,
      });
    },
  );

  it("can't be destroyed where the environment is protected: what they encrypted would go with them", () => {
    const lifecycles = (deletionProtection: boolean) => {
      const { resource = {} } = foundation({ ...ours, deletionProtection }).template;
      const keysAndAliases = { ...resource["aws_kms_key"], ...resource["aws_kms_alias"] };
      return Object.values(keysAndAliases).map(({ lifecycle }) => lifecycle);
    };
    expect(lifecycles(true)).toEqual(Array(10).fill({ prevent_destroy: true }));
    expect(lifecycles(false)).toEqual(Array(10).fill({ prevent_destroy: false }));
  });

  it("are only the alerts' where AWS's own will do, since an alarm can't publish through AWS's", () => {
    const { template } = foundation({ encryption: "aws-managed" });
    expect(exactlyOne(template, "aws_kms_key")).toMatchObject({ description: expect.stringContaining("alerts") });
  });

  it("let the account administer them, but neither encrypt nor decrypt beside a service", () => {
    const statements = statementsOf(foundation(ours).template).filter(({ Sid }) => Sid === "Administration");
    const actions = new Set(statements.flatMap(({ Action }) => Action));
    expect(actions).toContain("kms:PutKeyPolicy");
    for (const action of ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey", "kms:CreateGrant"]) {
      expect(actions).not.toContain(action);
    }
  });

  it.each([
    [
      "streams",
      "kinesis",
      "aws:kinesis:arn",
      ["arn:aws:kinesis:eu-west-1:123456789012:stream/kinesis-streaming-test-data-stream"],
    ],
    ["tables", "dynamodb", "aws:dynamodb:tableName", ["kinesis-streaming-test-processed-data"]],
    [
      "buckets",
      "s3",
      "aws:s3:arn",
      ["data-lake", "failures", "artifacts"].map((role) => `arn:aws:s3:::kinesis-streaming-test-${role}-123456789012`),
    ],
  ])("of %s work through %s alone, and for what is ours", (purpose, service, context, values) => {
    const [statement] = foundation(ours).usage(purpose);
    expect(statement?.Condition).toEqual({
      StringEquals: {
        "kms:ViaService": `${service}.eu-west-1.amazonaws.com`,
        [`kms:EncryptionContext:${context}`]: values,
      },
    });
  });

  it("of logs name CloudWatch Logs, for the log groups of our functions", () => {
    expect(foundation(ours).usage("logs")).toMatchObject([
      {
        Principal: { Service: "logs.eu-west-1.amazonaws.com" },
        Condition: {
          ArnEquals: {
            "kms:EncryptionContext:aws:logs:arn": [
              "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/kinesis-streaming-test-stream-processor",
            ],
          },
        },
      },
    ]);
  });

  it("of logs serve the log groups of delivery streams, and of their functions", () => {
    const { parquet, endpoint } = everyDestination.deliveries;
    const deliveries = { parquet, endpoint };
    const { lake } = everyDestination;
    const [statement] = foundation({ ...ours, processors: {}, lake, deliveries }).usage("logs");
    const groups = [
      "/aws/lambda/kinesis-streaming-test-data-transform",
      "/aws/kinesisfirehose/kinesis-streaming-test-parquet",
      "/aws/kinesisfirehose/kinesis-streaming-test-endpoint",
    ];
    expect(statement?.Condition?.["ArnEquals"]?.["kms:EncryptionContext:aws:logs:arn"]).toEqual(
      groups.map((group) => `arn:aws:logs:eu-west-1:123456789012:log-group:${group}`),
    );
  });

  it.each(["customer-managed", "aws-managed"] as const)(
    "of deliveries let Firehose make its grants, where other data is %s",
    (encryption) => {
      const source = { kind: "direct-put", encryption: "customer-managed" } as const;
      const deliveries: Changes["deliveries"] = { d: { source, destination: { kind: "s3" } } };
      expect(foundation({ encryption, deliveries }).usage("deliveries")).toMatchObject([
        {
          Action: ["kms:CreateGrant"],
          Condition: {
            StringEquals: { "kms:ViaService": "firehose.eu-west-1.amazonaws.com" },
            Bool: { "kms:GrantIsForAWSResource": "true" },
          },
        },
      ]);
    },
  );

  it("let the guests of a stream in, each for that stream", () => {
    const guest = "arn:aws:iam::999999999999:role/analyst";
    const streams: Changes["streams"] = {
      "data-stream": { capacity: { mode: "on-demand" } },
      shared: { capacity: { mode: "on-demand" }, readers: [guest] },
    };
    const usage = foundation({ ...ours, streams }).usage("streams");
    expect(usage.filter(({ Principal }) => JSON.stringify(Principal).includes(guest))).toMatchObject([
      {
        Action: ["kms:Decrypt"],
        Condition: {
          StringEquals: {
            "kms:EncryptionContext:aws:kinesis:arn": [
              "arn:aws:kinesis:eu-west-1:123456789012:stream/kinesis-streaming-test-shared",
            ],
          },
        },
      },
    ]);
  });

  it("are not made for what an environment has none of", () => {
    const { template } = foundation({ ...ours, streams: {}, tables: {}, processors: {} });
    expect(Object.keys(template.resource?.["aws_kms_key"] ?? {})).toHaveLength(2);
  });

  it("speak of China's hosts and ARNs in China", () => {
    const [statement] = foundation({ ...ours, region: "cn-north-1" }).usage("streams");
    const values = statement?.Condition?.["StringEquals"];
    expect(values?.["kms:ViaService"]).toBe("kinesis.cn-north-1.amazonaws.com.cn");
    expect(JSON.stringify(values)).toContain("arn:aws-cn:kinesis:cn-north-1:");
  });
});

describe("alert topics", () => {
  it.each(["page", "ticket"])("%s is encrypted with a key that alarms can use", (urgency) => {
    const topic = exactlyOne(
      foundation().template,
      "aws_sns_topic",
      ({ name }) => name === `kinesis-streaming-test-${urgency}`,
    );
    expect(topic["kms_master_key_id"]).toMatch(/^\$\{aws_kms_key\.AlertsKey_\w+\.arn\}$/);
  });

  it("take messages from the environment's alarms, over TLS", () => {
    const policies = statementsOf(foundation().template).filter(({ where }) =>
      where.startsWith("aws_sns_topic_policy."),
    );
    expect(policies).toHaveLength(4);
    expect(policies[0]).toMatchObject({
      Principal: { Service: "cloudwatch.amazonaws.com" },
      Condition: {
        StringEquals: { "aws:SourceAccount": "123456789012" },
        ArnLike: { "aws:SourceArn": "arn:aws:cloudwatch:eu-west-1:123456789012:alarm:kinesis-streaming-test-*" },
      },
    });
    expect(policies[1]).toMatchObject({ Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } });
  });
});

describe("the subscriptions of alarms", () => {
  const email = { kind: "email", address: "on-call@example.com" } as const;
  const https = { kind: "https", url: "https://events.example.com/alarms/0123456789" } as const;
  const chat = { kind: "chat", workspaceId: "T0123ABCD", channelId: "C0123ABCD45" } as const;
  const told = (page: Subscription[], ticket: Subscription[] = []) =>
    foundation({ alarms: { subscriptions: { page, ticket } } }).template;

  it("are nobody's until someone is named", () => {
    expect(Object.keys(foundation().template.resource ?? {})).not.toContain("aws_sns_topic_subscription");
  });

  it("tell each of the topic of its urgency, and wait for what confirms by itself", () => {
    const template = told([https], [email]);
    expect(exactlyOne(template, "aws_sns_topic_subscription", ({ protocol }) => protocol === "https")).toMatchObject({
      topic_arn: expect.stringContaining("PageTopic"),
      endpoint: https.url,
      endpoint_auto_confirms: true,
    });
    const toPerson = exactlyOne(template, "aws_sns_topic_subscription", ({ protocol }) => protocol === "email");
    expect(toPerson).toMatchObject({ topic_arn: expect.stringContaining("TicketTopic"), endpoint: email.address });
    expect(toPerson).not.toHaveProperty("endpoint_auto_confirms");
  });

  it("stay the same resources whatever comes before them, and show no address in their names", () => {
    const ids = (page: Subscription[]) => Object.keys(told(page).resource?.["aws_sns_topic_subscription"] ?? {});
    expect(ids([email, https])).toEqual(expect.arrayContaining(ids([https])));
    expect(ids([https]).join()).not.toMatch(/example|0123456789/);
  });

  it("write to a channel of chat once, for all its topics, and let it do no more than look at alarms", () => {
    const template = told([chat], [chat]);
    expect(exactlyOne(template, "aws_chatbot_slack_channel_configuration")).toMatchObject({
      slack_team_id: chat.workspaceId,
      slack_channel_id: chat.channelId,
      sns_topic_arns: [expect.stringContaining("PageTopic"), expect.stringContaining("TicketTopic")],
      guardrail_policy_arns: ["arn:aws:iam::aws:policy/CloudWatchReadOnlyAccess"],
    });
    const ofRole = statementsOf(template).filter(({ where }) => where.startsWith("aws_iam_role"));
    expect(ofRole).toMatchObject([
      {
        Principal: { Service: "chatbot.amazonaws.com" },
        Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
      },
      { Action: ["cloudwatch:DescribeAlarms", "cloudwatch:GetMetricData"] },
    ]);
  });
});
