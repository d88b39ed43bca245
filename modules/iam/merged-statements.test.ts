import { mergedStatements } from "./merged-statements";

const streams = { Sid: "Streams", Action: ["kinesis:GetRecords"], Resource: ["arn:aws:kinesis:r:1:stream/a"] };
const tables = { Sid: "Tables", Action: ["dynamodb:PutItem"], Resource: ["arn:aws:dynamodb:r:1:table/a"] };

it("of different services are one", () => {
  expect(mergedStatements([streams, tables])).toEqual([
    {
      Sid: "Merged1",
      Action: [...streams.Action, ...tables.Action],
      Resource: [...streams.Resource, ...tables.Resource],
    },
  ]);
});

it("of one service stay apart: each action would be allowed on the other's resources", () => {
  const others = { ...streams, Action: ["kinesis:PutRecords"], Resource: ["arn:aws:kinesis:r:1:stream/b"] };
  const merged = mergedStatements([streams, others, tables]);
  expect(merged.map(({ Action }) => Action)).toEqual([
    ["kinesis:GetRecords", "dynamodb:PutItem"],
    ["kinesis:PutRecords"],
  ]);
});

it.each([
  ["a condition", { ...tables, Condition: { Null: { "kms:ViaService": "false" } } }],
  ["a denial", { ...tables, Effect: "Deny" as const }],
  ["all resources", { ...tables, Resource: ["*"] }],
  ["resources of two services", { ...tables, Resource: [...tables.Resource, ...streams.Resource] }],
  ["an ARN that only Terraform will know", { ...tables, Resource: ["arn-of-a-token"] }],
])("with %s stay as they are", (_what, statement) => {
  expect(mergedStatements([statement, streams])).toEqual([{ ...streams, Sid: "Merged1" }, statement]);
});
