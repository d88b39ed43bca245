import { type DynaliteEngine, isDynamoDbError } from "./dynalite-engine";

const year = 365 * 24 * 3600;
/** DynamoDB leaves items alone whose time lies more than five years back. */
const maxAgeSeconds = 5 * year;
const settingPrefix = "ttl~";

/** Which attribute of a table holds the time an item expires; kept beside dynalite's own data. */
export class TimeToLive {
  readonly #engine: DynaliteEngine;

  constructor(engine: DynaliteEngine) {
    this.#engine = engine;
  }

  /** Sets the attribute (a Number, epoch seconds), or with undefined switches expiry off. */
  async set(tableName: string, attributeName: string | undefined): Promise<void> {
    const { db } = this.#engine.store;
    if (attributeName === undefined) await db.del(settingPrefix + tableName);
    else await db.put(settingPrefix + tableName, attributeName);
  }

  /** The attribute, or undefined while expiry is off. */
  async attributeOf(tableName: string): Promise<string | undefined> {
    return (await this.#engine.store.db.get(settingPrefix + tableName)) as string | undefined;
  }

  /** Deletes every item that has expired by `nowMs`, in every table; returns how many. */
  async sweep(nowMs: number): Promise<number> {
    let deleted = 0;
    const settings = this.#engine.store.db.iterator({ gte: settingPrefix, lt: `${settingPrefix}\uffff` });
    for await (const [key, attributeName] of settings) {
      try {
        deleted += await this.#sweepTable(key.slice(settingPrefix.length), String(attributeName), nowMs);
      } catch (error) {
        // The table was deleted under the sweep, and its items with it.
        if (!isDynamoDbError(error, "ResourceNotFoundException")) throw error;
      }
    }
    return deleted;
  }

  async #sweepTable(tableName: string, attributeName: string, nowMs: number): Promise<number> {
    const nowSeconds = Math.floor(nowMs / 1000);
    const keyAttributes = await this.#keyAttributes(tableName);
    // A key may be the time itself, and DynamoDB takes no attribute twice in a projection.
    const otherKeys = keyAttributes.filter((name) => name !== attributeName);
    const names = Object.fromEntries(otherKeys.map((name, index) => [`#k${index}`, name]));
    let deleted = 0;
    const pages = this.#engine.scan<Record<string, unknown>>({
      TableName: tableName,
      ProjectionExpression: ["#ttl", ...Object.keys(names)].join(","),
      FilterExpression: "attribute_type(#ttl, :number) AND #ttl < :now AND #ttl > :oldest",
      ExpressionAttributeNames: { "#ttl": attributeName, ...names },
      ExpressionAttributeValues: {
        ":number": { S: "N" },
        ":now": { N: String(nowSeconds) },
        ":oldest": { N: String(nowSeconds - maxAgeSeconds) },
      },
    });
    for await (const items of pages) {
      for (const item of items) {
        const key = Object.fromEntries(keyAttributes.map((name) => [name, item[name]]));
        if (await this.#deleteExpired(tableName, key, attributeName, item[attributeName])) deleted += 1;
      }
    }
    return deleted;
  }

  /** Deletes one item unless its time was set anew since it was read. */
  async #deleteExpired(tableName: string, key: object, attributeName: string, expiry: unknown): Promise<boolean> {
    try {
      await this.#engine.call("DeleteItem", {
        TableName: tableName,
        Key: key,
        ConditionExpression: "#ttl = :expiry",
        ExpressionAttributeNames: { "#ttl": attributeName },
        ExpressionAttributeValues: { ":expiry": expiry },
      });
      return true;
    } catch (error) {
      if (isDynamoDbError(error, "ConditionalCheckFailedException")) return false;
      throw error;
    }
  }

  async #keyAttributes(tableName: string): Promise<string[]> {
    const { Table } = (await this.#engine.call("DescribeTable", { TableName: tableName })) as {
      readonly Table: { readonly KeySchema: readonly { readonly AttributeName: string }[] };
    };
    return Table.KeySchema.map(({ AttributeName }) => AttributeName);
  }
}
