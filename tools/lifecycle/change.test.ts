import { changesOf, countByAction } from "./change";
import type { Attributes, ResourceChange } from "./plan-json";

function resource(type: string, actions: readonly string[], before: Attributes = {}): ResourceChange {
  const isCreated = actions.length === 1 && actions[0] === "create";
  return {
    address: `${type}.X`,
    mode: "managed",
    type,
    name: "X",
    change: { actions, before: isCreated ? null : before, after: actions.includes("delete") ? null : {} },
  };
}

const holders: readonly [string, Attributes][] = [
  ["aws_kinesis_stream", {}],
  ["aws_dynamodb_table", {}],
  ["aws_s3_bucket", {}],
  ["aws_sqs_queue", {}],
  ["aws_kms_key", {}],
  ["aws_lambda_event_source_mapping", {}],
  ["aws_kinesis_firehose_delivery_stream", { kinesis_source_configuration: [{ kinesis_stream_arn: "arn" }] }],
  ["aws_kinesisanalyticsv2_application", {}],
];

it.each(holders)(
  "sees that %s loses what it holds when it is destroyed or replaced, in either order",
  (type, before) => {
    for (const actions of [["delete"], ["delete", "create"], ["create", "delete"]]) {
      const [change] = changesOf({ resource_changes: [resource(type, actions, before)] });
      expect(change?.loses).toMatch(/\w/);
    }
  },
);

it.each(holders)("sees that %s loses nothing when it is made, changed in place or left alone", (type, before) => {
  const changes = changesOf({
    resource_changes: [["create"], ["update"], ["no-op"]].map((actions) => resource(type, actions, before)),
  });
  expect(changes.map(({ action, loses }) => [action, loses])).toEqual([
    ["create", undefined],
    ["update", undefined],
  ]);
});

it("lets a delivery stream go that has no stream to lose its position in, and whatever else holds nothing", () => {
  const direct = { kinesis_source_configuration: [] };
  const gone = [
    resource("aws_kinesis_firehose_delivery_stream", ["delete"], direct),
    resource("aws_iam_role", ["delete"]),
    resource("aws_lambda_function", ["delete", "create"]),
    resource("toString", ["delete"]),
  ];
  expect(changesOf({ resource_changes: gone }).filter(({ loses }) => loses)).toEqual([]);
});

it("sees that an application without snapshots loses its place by whatever restarts it, and one with them does not", () => {
  const application = (snapshots_enabled: boolean, parallelism: number, tags: object = {}): Attributes => ({
    application_configuration: [{ application_snapshot_configuration: [{ snapshots_enabled }], parallelism }],
    tags_all: tags,
  });
  const lossOf = (before: Attributes, after: Attributes) => {
    const { change, ...updated } = resource("aws_kinesisanalyticsv2_application", ["update"], before);
    return changesOf({ resource_changes: [{ ...updated, change: { ...change, after } }] })[0]?.loses;
  };
  expect(lossOf(application(false, 1), application(false, 2))).toMatch(/its position in the stream/);
  expect(lossOf(application(false, 1), application(true, 1))).toMatch(/its position in the stream/);
  expect(lossOf(application(true, 1), application(false, 2))).toBeUndefined();
  expect(lossOf(application(false, 1), application(false, 1, { owner: "b" }))).toBeUndefined();
});

it("counts each kind of change, and neither what is only read nor what stays", () => {
  const read = { ...resource("aws_caller_identity", ["read"]), mode: "data" as const };
  const changes = changesOf({
    resource_changes: [
      resource("a", ["create"]),
      resource("a", ["create"]),
      resource("b", ["update"]),
      resource("c", ["create", "delete"]),
      resource("d", ["delete"]),
      resource("e", ["no-op"]),
      { ...resource("f", ["no-op"]), previous_address: "f.Before" },
      { ...resource("g", ["update"]), previous_address: "g.Before" },
      read,
    ],
  });
  expect(countByAction(changes)).toEqual({ create: 2, update: 2, replace: 1, delete: 1, move: 1 });
});
