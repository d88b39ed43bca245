import fc from "fast-check";
import { parseEnvironment } from "../environments/parse-environment";
import { arbitraryEnvironment } from "../test/arbitrary-environment";
import { type Changes, environmentInput } from "../test/environment-input";
import { everyDestination } from "../test/every-destination";
import { exactlyOne, type Resource, type Template } from "../test/exactly-one";
import { type IamRequest, isAllowed } from "../test/iam-evaluation";
import { type PolicyStatement, statementsOf } from "../test/policies";
import { type Templates, templatesOf } from "../test/templates-of";

const ci = { repository: "octo/weir" };
const ours = { encryption: "customer-managed" } as const;
const account = "arn:aws:iam::123456789012";
const boundary = `${account}:policy/kinesis-streaming-test-ci-workload-boundary`;
const state = "arn:aws:s3:::kinesis-streaming-test-state-123456789012";

const synthesized = new Map<string, Templates>();
/** The stacks of an environment, synthesized once. */
function all(changes: Changes = {}): Templates {
  const key = JSON.stringify(changes);
  const templates = synthesized.get(key) ?? templatesOf(parseEnvironment("environment", environmentInput(changes)));
  synthesized.set(key, templates);
  return templates;
}
const bootstrap = (changes: Changes = {}): Template => all(changes).bootstrap;

/** The statements of a policy that can be attached, by the end of its name. */
function policy(template: Template, part: string): PolicyStatement[] {
  const [[id] = []] = Object.entries(template.resource?.["aws_iam_policy"] ?? {}).filter(([, { name }]) =>
    String(name).endsWith(`-ci-${part}`),
  );
  if (id === undefined) throw new Error(`there is no policy ${part}`);
  return statementsOf(template).filter(({ where }) => where === `aws_iam_policy.${id}`);
}

function role(template: Template, verb: "plan" | "apply"): Resource {
  return exactlyOne(template, "aws_iam_role", ({ name }) => name === `kinesis-streaming-test-ci-${verb}`);
}

/** The statements of all policies that are attached to a role. */
function attached(template: Template, verb: "plan" | "apply"): PolicyStatement[] {
  const id = verb === "plan" ? "CiPlan" : "CiApply";
  const attachments = Object.entries(template.resource?.["aws_iam_role_policy_attachment"] ?? {});
  const arns = attachments.filter(([key]) => key.startsWith(`${id}_`)).map(([, { policy_arn }]) => String(policy_arn));
  expect(arns.length).toBeGreaterThan(0);
  return statementsOf(template).filter(({ where }) => arns.includes(`\${${where}.arn}`));
}

/** Whether the role that applies may do something: its policies and its boundary must both allow it. */
function mayApply(request: IamRequest, changes: Changes = {}): boolean {
  const template = bootstrap({ ci, ...changes });
  return isAllowed(attached(template, "apply"), request) && isAllowed(policy(template, "apply-boundary"), request);
}

describe("the bucket of states", () => {
  it("stays, with all that keeps it closed and whole, where nothing else is protected", () => {
    const { resource = {} } = bootstrap({ deletionProtection: false });
    const buckets = Object.entries(resource).filter(([type]) => type.startsWith("aws_s3_bucket"));
    expect(buckets.map(([type]) => type).sort()).toEqual([
      "aws_s3_bucket",
      "aws_s3_bucket_lifecycle_configuration",
      "aws_s3_bucket_ownership_controls",
      "aws_s3_bucket_policy",
      "aws_s3_bucket_public_access_block",
      "aws_s3_bucket_server_side_encryption_configuration",
      "aws_s3_bucket_versioning",
    ]);
    for (const [, byId] of buckets) {
      for (const { lifecycle } of Object.values(byId)) expect(lifecycle).toMatchObject({ prevent_destroy: true });
    }
    expect(exactlyOne(bootstrap(), "aws_s3_bucket")).toMatchObject({
      bucket: "kinesis-streaming-test-state-123456789012",
      force_destroy: false,
    });
  });

  it("keeps what a state was for as long as the environment says", () => {
    const template = bootstrap({ state: { noncurrentExpiryDays: 7 } });
    expect(JSON.stringify(exactlyOne(template, "aws_s3_bucket_lifecycle_configuration"))).toContain(
      '"noncurrent_days":7',
    );
    expect(JSON.stringify(exactlyOne(template, "aws_s3_bucket_versioning"))).toContain("Enabled");
  });

  it("asks for AWS's own key before the first state is written with it", () => {
    const template = bootstrap({ encryption: "aws-managed" });
    expect(template.resource).not.toHaveProperty("aws_kms_key");
    expect(template).toMatchObject({ data: { aws_kms_key: expect.anything() } });
    expect(JSON.stringify(template["data"])).toContain("alias/aws/s3");
  });

  it("has a key of its own, protected too, which writers may call by its alias", () => {
    const template = bootstrap({ ...ours, deletionProtection: false });
    const alias = exactlyOne(template, "aws_kms_alias");
    expect(alias).toMatchObject({
      name: "alias/kinesis-streaming-test-state",
      lifecycle: { prevent_destroy: true },
    });
    expect(exactlyOne(template, "aws_kms_key")).toMatchObject({ lifecycle: { prevent_destroy: true } });
    const deny = statementsOf(template).find(({ Sid }) => Sid === "DenyOtherKeys");
    expect(deny?.Condition?.["StringNotEquals"]).toEqual({
      "s3:x-amz-server-side-encryption-aws-kms-key-id": [
        expect.stringContaining("aws_kms_key."),
        "arn:aws:kms:eu-west-1:123456789012:alias/kinesis-streaming-test-state",
      ],
    });
  });
});

describe("without ci", () => {
  it("there is no role, no policy and no provider", () => {
    const types = Object.keys(bootstrap().resource ?? {});
    expect(types.filter((type) => type.startsWith("aws_iam_"))).toEqual([]);
  });

  it("no role has a boundary", () => {
    const roles = Object.values(all()).flatMap(({ resource }) => Object.values(resource?.["aws_iam_role"] ?? {}));
    expect(roles.length).toBeGreaterThan(1);
    for (const it of roles) expect(it).not.toHaveProperty("permissions_boundary");
  });
});

describe("whom the roles trust", () => {
  const trust = (verb: "plan" | "apply", changes: Partial<NonNullable<Changes["ci"]>> = {}) =>
    JSON.parse(String(role(bootstrap({ ci: { ...ci, ...changes } }), verb)["assume_role_policy"])).Statement;
  const claim = (name: string) => `token.actions.githubusercontent.com:${name}`;

  it("to apply: jobs of the GitHub environment that are about the branch", () => {
    expect(trust("apply", { branch: "release/1.x" })).toEqual([
      {
        Sid: "Pipeline",
        Effect: "Allow",
        Principal: { Federated: `${account}:oidc-provider/token.actions.githubusercontent.com` },
        Action: ["sts:AssumeRoleWithWebIdentity"],
        Condition: {
          StringEquals: {
            [claim("aud")]: "sts.amazonaws.com",
            [claim("sub")]: ["repo:octo/weir:environment:test"],
            [claim("ref")]: "refs/heads/release/1.x",
          },
        },
      },
    ]);
  });

  it("to plan: pull requests, and the branch", () => {
    const [{ Condition }] = trust("plan");
    expect(Condition.StringEquals).toEqual({
      [claim("aud")]: "sts.amazonaws.com",
      [claim("sub")]: ["repo:octo/weir:pull_request", "repo:octo/weir:ref:refs/heads/main"],
    });
  });

  it("of a repository with ids: that one, whoever has its name later", () => {
    const [{ Condition }] = trust("apply", { repository: "octo@12/weir@345" });
    expect(Condition.StringEquals[claim("sub")]).toEqual(["repo:octo@12/weir@345:environment:test"]);
  });

  it("for an hour", () => {
    const template = bootstrap({ ci });
    for (const verb of ["plan", "apply"] as const) expect(role(template, verb)["max_session_duration"]).toBe(3_600);
  });

  it("as GitHub's provider says, which is made, or was there", () => {
    expect(exactlyOne(bootstrap({ ci }), "aws_iam_openid_connect_provider")).toMatchObject({
      url: "https://token.actions.githubusercontent.com",
      client_id_list: ["sts.amazonaws.com"],
    });
    const existing = bootstrap({ ci: { ...ci, oidcProvider: "existing" } });
    expect(existing.resource).not.toHaveProperty("aws_iam_openid_connect_provider");
  });
});

describe("the role that plans", () => {
  const statements = (changes: Changes = {}) => attached(bootstrap({ ci, ...changes }), "plan");

  it.each(["aws-managed", "customer-managed"] as const)(
    "changes nothing but locks, where keys are %s",
    (encryption) => {
      const changing = statements({ encryption }).filter(({ Action }) =>
        Action.some((action) => !/:(Get|List|Describe)/.test(action)),
      );
      const locks = { Action: ["s3:DeleteObject", "s3:PutObject"], Resource: [`${state}/*.tflock`] };
      const key = { Action: ["kms:Decrypt", "kms:GenerateDataKey"], Resource: [expect.stringContaining("StateKey")] };
      expect(changing).toMatchObject(encryption === "aws-managed" ? [locks] : [locks, key]);
    },
  );

  it.each([
    ["s3:GetObject", "arn:aws:s3:::kinesis-streaming-test-data-lake-123456789012/data/x"],
    ["kinesis:GetRecords", "arn:aws:kinesis:eu-west-1:123456789012:stream/kinesis-streaming-test-data-stream"],
    ["dynamodb:GetItem", "arn:aws:dynamodb:eu-west-1:123456789012:table/kinesis-streaming-test-processed-data"],
    ["sqs:ReceiveMessage", "arn:aws:sqs:eu-west-1:123456789012:kinesis-streaming-test-p-failures"],
    ["logs:GetLogEvents", "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/kinesis-streaming-test-p"],
    ["secretsmanager:GetSecretValue", "arn:aws:secretsmanager:eu-west-1:123456789012:secret:x"],
    ["s3:GetObject", "arn:aws:s3:::kinesis-streaming-test-artifacts-123456789012/other"],
  ])("reads no data: not %s", (action, resource) => {
    expect(isAllowed(statements(everyDestination), { action, resource })).toBe(false);
  });

  it("sees whether the code of Flink applications is there", () => {
    const resource = "arn:aws:s3:::kinesis-streaming-test-artifacts-123456789012/flink/weir-flink-0123456789abcdef.jar";
    expect(isAllowed(statements(), { action: "s3:GetObject", resource })).toBe(true);
  });

  it("reads states", () => {
    expect(isAllowed(statements(), { action: "s3:GetObject", resource: `${state}/storage.tfstate` })).toBe(true);
  });
});

const mapping = "arn:aws:lambda:eu-west-1:123456789012:event-source-mapping:m";
const ofOthers = { "lambda:FunctionArn": "arn:aws:lambda:eu-west-1:123456789012:function:kinesis-streaming-prod-p" };

describe("the role that applies", () => {
  const workload = `${account}:role/kinesis-streaming-test-stream-processor`;
  const bounded = { "iam:PermissionsBoundary": boundary };

  it.each<[string, IamRequest]>([
    ["make a role within bounds", { action: "iam:CreateRole", resource: workload, context: bounded }],
    ["change it", { action: "iam:PutRolePolicy", resource: workload, context: bounded }],
    [
      "pass it to a function",
      { action: "iam:PassRole", resource: workload, context: { "iam:PassedToService": "lambda.amazonaws.com" } },
    ],
    [
      "pass it to a Flink application",
      {
        action: "iam:PassRole",
        resource: workload,
        context: { "iam:PassedToService": "kinesisanalytics.amazonaws.com" },
      },
    ],
    [
      "make a Flink application",
      {
        action: "kinesisanalytics:CreateApplication",
        resource: "arn:aws:kinesisanalytics:eu-west-1:123456789012:application/kinesis-streaming-test-new",
      },
    ],
    [
      "put its code",
      {
        action: "s3:PutObject",
        resource: "arn:aws:s3:::kinesis-streaming-test-artifacts-123456789012/flink/weir-flink-0123456789abcdef.jar",
      },
    ],
    ["write a state", { action: "s3:PutObject", resource: `${state}/storage.tfstate` }],
    ["lock the environment", { action: "s3:PutObject", resource: `${state}/environment.lock` }],
    [
      "make a stream",
      {
        action: "kinesis:CreateStream",
        resource: "arn:aws:kinesis:eu-west-1:123456789012:stream/kinesis-streaming-test-new",
      },
    ],
    [
      "delete one of the environment's alarms",
      {
        action: "cloudwatch:DeleteAlarms",
        resource: "arn:aws:cloudwatch:eu-west-1:123456789012:alarm:kinesis-streaming-test-data-stream-stream-late",
      },
    ],
    [
      "say that the environment is being changed",
      { action: "cloudwatch:PutMetricData", resource: "*", context: { "cloudwatch:namespace": "KinesisCustom" } },
    ],
    [
      "draw a dashboard",
      {
        action: "cloudwatch:PutDashboard",
        resource: "arn:aws:cloudwatch::123456789012:dashboard/kinesis-streaming-test-data-stream",
      },
    ],
    [
      "group the environment's traces",
      {
        action: "xray:CreateGroup",
        resource: "arn:aws:xray:eu-west-1:123456789012:group/kinesis-streaming-test/ABCDEF",
      },
    ],
    [
      "empty a bucket that is not protected",
      { action: "s3:DeleteObjectVersion", resource: "arn:aws:s3:::kinesis-streaming-test-data-lake-123456789012/x" },
    ],
  ])("may %s", (_, request) => {
    expect(mayApply(request)).toBe(true);
  });

  it.each<[string, IamRequest]>([
    ["make a role without bounds", { action: "iam:CreateRole", resource: workload }],
    [
      "make a role within others' bounds",
      {
        action: "iam:CreateRole",
        resource: workload,
        context: { "iam:PermissionsBoundary": "arn:aws:iam::aws:policy/AdministratorAccess" },
      },
    ],
    [
      "take a role's bounds away",
      { action: "iam:DeleteRolePermissionsBoundary", resource: workload, context: bounded },
    ],
    [
      "pass a role to another service",
      { action: "iam:PassRole", resource: workload, context: { "iam:PassedToService": "ec2.amazonaws.com" } },
    ],
    ["stop others' mapping", { action: "lambda:UpdateEventSourceMapping", resource: mapping, context: ofOthers }],
    ["change a role of others", { action: "iam:PutRolePolicy", resource: `${account}:role/admin`, context: bounded }],
    [
      "change its own role",
      { action: "iam:PutRolePolicy", resource: `${account}:role/kinesis-streaming-test-ci-apply`, context: bounded },
    ],
    ["delete its own role", { action: "iam:DeleteRole", resource: `${account}:role/kinesis-streaming-test-ci-apply` }],
    [
      "let others take on its role",
      {
        action: "iam:UpdateAssumeRolePolicy",
        resource: `${account}:role/kinesis-streaming-test-ci-plan`,
        context: bounded,
      },
    ],
    ["change the bounds", { action: "iam:CreatePolicyVersion", resource: boundary }],
    [
      "change a policy of its own",
      { action: "iam:CreatePolicyVersion", resource: `${account}:policy/kinesis-streaming-test-ci-read` },
    ],
    [
      "trust others",
      {
        action: "iam:UpdateOpenIDConnectProviderThumbprint",
        resource: `${account}:oidc-provider/token.actions.githubusercontent.com`,
      },
    ],
    ["make a user", { action: "iam:CreateUser", resource: `${account}:user/kinesis-streaming-test-x` }],
    ["write the bootstrap's state", { action: "s3:PutObject", resource: `${state}/bootstrap.tfstate` }],
    ["delete a state", { action: "s3:DeleteObject", resource: `${state}/storage.tfstate` }],
    ["delete what a state was", { action: "s3:DeleteObjectVersion", resource: `${state}/storage.tfstate` }],
    ["delete the bucket of states", { action: "s3:DeleteBucket", resource: state }],
    ["open the bucket of states", { action: "s3:PutBucketPolicy", resource: state }],
    [
      "read data",
      {
        action: "dynamodb:GetItem",
        resource: "arn:aws:dynamodb:eu-west-1:123456789012:table/kinesis-streaming-test-processed-data",
      },
    ],
    [
      "replace other artifacts",
      { action: "s3:PutObject", resource: "arn:aws:s3:::kinesis-streaming-test-artifacts-123456789012/other" },
    ],
    [
      "stop others' Flink application",
      {
        action: "kinesisanalytics:StopApplication",
        resource: "arn:aws:kinesisanalytics:eu-west-1:123456789012:application/kinesis-streaming-prod-analytics",
      },
    ],
    [
      "delete another environment's alarms",
      {
        action: "cloudwatch:DeleteAlarms",
        resource: "arn:aws:cloudwatch:eu-west-1:123456789012:alarm:kinesis-streaming-prod-data-stream-stream-late",
      },
    ],
    [
      "make up metrics of AWS's",
      { action: "cloudwatch:PutMetricData", resource: "*", context: { "cloudwatch:namespace": "AWS/Kinesis" } },
    ],
    [
      "tell a channel of chat, where the environment names none",
      { action: "chatbot:CreateSlackChannelConfiguration", resource: "*" },
    ],
    [
      "touch another environment",
      {
        action: "kinesis:DeleteStream",
        resource: "arn:aws:kinesis:eu-west-1:123456789012:stream/kinesis-streaming-prod-data-stream",
      },
    ],
  ])("may not %s", (_, request) => {
    expect(mayApply(request)).toBe(false);
    expect(mayApply(request, ours)).toBe(false);
  });

  it("may tell channels of chat where the environment names one", () => {
    const page = [{ kind: "chat", workspaceId: "T0123ABCD", channelId: "C0123ABCD45" }] as const;
    const alarms: Changes["alarms"] = { subscriptions: { page: [...page] } };
    const requests = [
      { action: "chatbot:CreateSlackChannelConfiguration", resource: "*" },
      {
        action: "chatbot:DeleteSlackChannelConfiguration",
        resource:
          "arn:aws:chatbot::123456789012:chat-configuration/slack-channel/kinesis-streaming-test-chat-C0123ABCD45",
      },
      { action: "iam:PassRole", resource: workload, context: { "iam:PassedToService": "chatbot.amazonaws.com" } },
      {
        action: "iam:CreateServiceLinkedRole",
        resource: `${account}:role/aws-service-role/management.chatbot.amazonaws.com/AWSServiceRoleForAWSChatbot`,
      },
    ];
    for (const request of requests) {
      expect([request.action, mayApply(request, { alarms }), mayApply(request)]).toEqual([request.action, true, false]);
    }
  });

  it("is kept from a role without bounds twice: by its policies, and by its own bounds", () => {
    const template = bootstrap({ ci });
    const request = { action: "iam:PutRolePolicy", resource: workload };
    for (const defence of [attached(template, "apply"), policy(template, "apply-boundary")]) {
      expect(isAllowed(defence, { ...request, context: bounded })).toBe(true);
      expect(isAllowed(defence, request)).toBe(false);
    }
  });

  it("has bounds, which by themselves keep the bucket of states as it is", () => {
    const template = bootstrap({ ci });
    const [{ where } = { where: "" }] = policy(template, "apply-boundary");
    expect(role(template, "apply")["permissions_boundary"]).toBe(`\${${where}.arn}`);
    for (const action of ["s3:PutBucketPolicy", "s3:PutBucketVersioning", "s3:PutLifecycleConfiguration"]) {
      expect(isAllowed(policy(template, "apply-boundary"), { action, resource: state })).toBe(false);
    }
  });

  it("may not empty a bucket that is protected", () => {
    const request = {
      action: "s3:DeleteObject",
      resource: "arn:aws:s3:::kinesis-streaming-test-data-lake-123456789012/x",
    };
    expect(mayApply(request, { deletionProtection: true })).toBe(false);
  });

  it("may not delete the states' key, nor give it other tags or another alias", () => {
    const template = bootstrap({ ci, ...ours });
    const deny = policy(template, "apply-boundary").find(({ Sid }) => Sid === "DenyStateKey");
    expect(deny).toMatchObject({
      Effect: "Deny",
      Action: expect.arrayContaining([
        "kms:ScheduleKeyDeletion",
        "kms:PutKeyPolicy",
        "kms:TagResource",
        "kms:UpdateAlias",
      ]),
      Resource: [expect.stringContaining("StateKey"), expect.stringMatching(/:alias\/kinesis-streaming-test-state$/)],
    });
  });

  const key = "arn:aws:kms:eu-west-1:123456789012:key/k";
  const tags = (at: "Request" | "Resource", stack: string) => ({
    [`aws:${at}Tag/project`]: "kinesis-streaming",
    [`aws:${at}Tag/environment`]: "test",
    [`aws:${at}Tag/stack`]: stack,
  });

  it("may delete a key of the foundation, and none of others", () => {
    const request = { action: "kms:ScheduleKeyDeletion", resource: key };
    expect(mayApply({ ...request, context: tags("Resource", "foundation") })).toBe(true);
    expect(mayApply({ ...request, context: tags("Resource", "bootstrap") })).toBe(false);
    expect(mayApply(request)).toBe(false);
  });

  it("may not make a key of others the foundation's by tagging it", () => {
    const request = { action: "kms:TagResource", resource: key };
    const asOurs = tags("Request", "foundation");
    expect(mayApply({ ...request, context: asOurs })).toBe(true);
    expect(mayApply({ ...request, context: { ...asOurs, "kms:ResourceAliases": "alias/theirs" } })).toBe(false);
    expect(mayApply({ ...request, context: { ...asOurs, ...tags("Resource", "bootstrap") } })).toBe(false);
    expect(mayApply(request)).toBe(false);
  });

  it("may give a key of the foundation another owner", () => {
    const owner = { "aws:RequestTag/owner": "others", "kms:ResourceAliases": "alias/kinesis-streaming-test-streams" };
    const context = { ...tags("Resource", "foundation"), ...owner };
    expect(mayApply({ action: "kms:TagResource", resource: key, context })).toBe(true);
  });

  it("may make a producers' policy, but not change what those may do who have it", () => {
    const resource = `${account}:policy/kinesis-streaming-test-data-stream-producer`;
    expect(mayApply({ action: "iam:CreatePolicy", resource })).toBe(true);
    expect(mayApply({ action: "iam:CreatePolicyVersion", resource })).toBe(false);
    expect(mayApply({ action: "iam:SetDefaultPolicyVersion", resource })).toBe(false);
  });
});

describe("the bounds of workloads", () => {
  /** Statements that the bounds do not cover, of the roles of every other stack. */
  function uncovered({ bootstrap: template, ...stacks }: Templates): PolicyStatement[] {
    const bounds = policy(template, "workload-boundary").map(({ Condition: _, ...statement }) => statement);
    const statements = Object.values(stacks).flatMap(statementsOf);
    const granted = statements.filter(({ where }) => where.startsWith("aws_iam_role_policy."));
    expect(granted.length).toBeGreaterThan(5);
    return granted.filter(
      ({ Action, Resource = [] }) =>
        !Action.every((action) => Resource.every((arn) => isAllowed(bounds, { action, resource: known(arn) }))),
    );
  }

  /** An ARN that Terraform learns when it applies. */
  function known(arn: string): string {
    return arn
      .replace(
        /\$\{aws_lambda_event_source_mapping\.[^}]*\}/,
        "arn:aws:lambda:eu-west-1:123456789012:event-source-mapping:m",
      )
      .replace(
        /\$\{aws_lambda_function\.[^}]*\}/,
        "arn:aws:lambda:eu-west-1:123456789012:function:kinesis-streaming-test-f",
      )
      .replace(
        /\$\{data\.terraform_remote_state\.[^}]*consumer[^}]*\}/i,
        "arn:aws:kinesis:eu-west-1:123456789012:stream/kinesis-streaming-test-s/consumer/c:1",
      )
      .replace(/\$\{(data\.terraform_remote_state|aws_kms_key)\.[^}]*\}/, "arn:aws:kms:eu-west-1:123456789012:key/k")
      .replace(/\$\{aws_sqs_queue\.[^}]*\}/, "arn:aws:sqs:eu-west-1:123456789012:kinesis-streaming-test-q-failures");
  }

  it("hold every role of every stack", () => {
    const stacks = Object.entries(all({ ci, ...everyDestination })).filter(([stack]) => stack !== "bootstrap");
    const roles = stacks.flatMap(([, { resource }]) => Object.values(resource?.["aws_iam_role"] ?? {}));
    expect(roles.length).toBeGreaterThan(8);
    for (const it of roles) expect(it["permissions_boundary"]).toBe(boundary);
  });

  it("leave them all that they use, with every kind of destination", () => {
    expect(uncovered(all({ ci, ...ours, ...everyDestination }))).toEqual([]);
  });

  it("leave them all that they use, in any environment", () => {
    fc.assert(
      fc.property(arbitraryEnvironment, (input) => {
        const environment = parseEnvironment("environment", {
          ...input,
          name: "test",
          region: "eu-west-1",
          streams: withoutGuests(input.streams),
          ci,
        });
        expect(uncovered(templatesOf(environment))).toEqual([]);
      }),
      { numRuns: 5 },
    );
  }, 60_000);

  it("hold no mapping of others", () => {
    const bounds = policy(bootstrap({ ci }), "workload-boundary");
    const request = { action: "lambda:UpdateEventSourceMapping", resource: mapping, context: ofOthers };
    expect(isAllowed(bounds, request)).toBe(false);
  });

  it("hold a key only through a service that holds to them, too", () => {
    const bounds = policy(bootstrap({ ci }), "workload-boundary");
    const request = { action: "kms:Decrypt", resource: "arn:aws:kms:eu-west-1:123456789012:key/theirs" };
    expect(isAllowed(bounds, { ...request, context: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" } })).toBe(true);
    expect(isAllowed(bounds, request)).toBe(false);
  });

  it("name a secret and a domain once, however many deliveries use them", () => {
    const { endpoint, search } = everyDestination.deliveries;
    const deliveries = Object.fromEntries(
      [1, 2].flatMap((n) => [
        [`endpoint${n}`, endpoint],
        [`search${n}`, { ...search, transform: undefined }],
      ]),
    );
    const bounds = policy(bootstrap({ ci, deliveries }), "workload-boundary");
    const resources = bounds
      .flatMap(({ Resource = [] }) => Resource)
      .filter((arn) => /:(es|secretsmanager):/.test(arn));
    const domain = "arn:aws:es:eu-west-1:123456789012:domain/events";
    expect(resources.sort()).toEqual([domain, `${domain}/*`, expect.stringContaining(":secret:")]);
  });

  it("hold no secret that the environment does not name", () => {
    const bounds = (changes: Changes) => policy(bootstrap({ ci, ...changes }), "workload-boundary");
    const request = {
      action: "secretsmanager:GetSecretValue",
      resource: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:destination-AbCdEf",
    };
    expect(isAllowed(bounds(everyDestination), request)).toBe(true);
    expect(isAllowed(bounds({}), request)).toBe(false);
  });
});

/** Their ARNs are of the partition of another region. */
function withoutGuests(streams: Changes["streams"]): Changes["streams"] {
  const entries = Object.entries(streams ?? {}).map(([key, stream]) => [key, { ...stream, readers: [], writers: [] }]);
  return Object.fromEntries(entries);
}

describe("outputs", () => {
  it("show the bucket and the roles", () => {
    expect(bootstrap({ ci })).toMatchObject({
      output: {
        stateBucket: { value: { name: "kinesis-streaming-test-state-123456789012", arn: state } },
        ciRoles: { value: { plan: expect.stringContaining("CiPlan"), apply: expect.stringContaining("CiApply") } },
      },
    });
  });
});
