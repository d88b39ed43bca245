import { z } from "zod";
import type { TableDefinition } from "../dynamodb/dynamodb";
import { blocks } from "../terraform/blocks";
import { type Kinds, kind } from "./kind";

const key = z.object({ name: z.string(), type: z.enum(["S", "N", "B"]) });
const index = z.object({
  name: z.string(),
  hash_key: z.string(),
  range_key: z.string().optional(),
  projection_type: z.enum(["ALL", "KEYS_ONLY", "INCLUDE"]),
  non_key_attributes: z.array(z.string()).optional(),
});
const table = z.object({
  name: z.string(),
  hash_key: z.string(),
  range_key: z.string().optional(),
  attribute: blocks(key),
  global_secondary_index: blocks(index),
  ttl: blocks(z.object({ attribute_name: z.string(), enabled: z.boolean().default(true) })),
});

/** What is made of DynamoDB's resources. */
export const dynamodbKinds: Kinds = {
  aws_dynamodb_table: kind(
    table,
    [
      ...["billing_mode", "read_capacity", "write_capacity", "deletion_protection_enabled", "point_in_time_recovery"],
      ...["server_side_encryption", "stream_enabled", "stream_view_type", "table_class"],
    ],
    (settings, _, { dynamodb }) => dynamodb.createTable(tableDefinition(settings)),
  ),
};

function tableDefinition(settings: z.infer<typeof table>): TableDefinition {
  const indexes = settings.global_secondary_index.map((index) => ({
    IndexName: index.name,
    KeySchema: keySchema(index.hash_key, index.range_key),
    Projection: { ProjectionType: index.projection_type, NonKeyAttributes: index.non_key_attributes },
  }));
  return {
    TableName: settings.name,
    BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: settings.attribute.map(({ name, type }) => ({ AttributeName: name, AttributeType: type })),
    KeySchema: keySchema(settings.hash_key, settings.range_key),
    // DynamoDB refuses a list of none.
    GlobalSecondaryIndexes: indexes.length > 0 ? indexes : undefined,
    ttlAttribute: settings.ttl.find(({ enabled }) => enabled)?.attribute_name,
  };
}

function keySchema(hashKey: string, rangeKey: string | undefined) {
  const hash = { AttributeName: hashKey, KeyType: "HASH" as const };
  return rangeKey === undefined ? [hash] : [hash, { AttributeName: rangeKey, KeyType: "RANGE" as const }];
}
