import { CreateTableCommand, type DynamoDBClient } from "@aws-sdk/client-dynamodb";

/** Makes an empty table with the key of aggregates. */
export async function createAggregateTable(client: DynamoDBClient, name: string): Promise<void> {
  const attributes = ["user_id", "window_event_type"];
  await client.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: attributes.map((attribute) => ({ AttributeName: attribute, AttributeType: "S" })),
      KeySchema: [
        { AttributeName: "user_id", KeyType: "HASH" },
        { AttributeName: "window_event_type", KeyType: "RANGE" },
      ],
    }),
  );
}
