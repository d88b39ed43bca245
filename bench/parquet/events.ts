import { seededRandom } from "../../local/random";

/** The columns of the events, name to Hive's type. */
export const columns = {
  event_id: "string",
  timestamp: "timestamp",
  user_id: "string",
  event_type: "string",
  value: "double",
  quantity: "int",
  sequence: "bigint",
  amount: "decimal(10,2)",
  country: "string",
  metadata: "struct<device:string,browser:string,session_id:string>",
};

const eventTypes = ["PAGE_VIEW", "CLICK", "SEARCH", "ADD_TO_CART", "PURCHASE"];
const countries = ["JP", "US", "DE", "BR"];
const devices = ["mobile", "desktop", "tablet"];
const browsers = ["firefox", "chrome", "safari"];

/** `count` events of a web shop, a line of JSON each; the same at each call. */
export function makeEvents(count: number): Buffer[] {
  const random = seededRandom(1);
  const oneOf = (values: readonly string[]) => values[Math.floor(random.next() * values.length)];
  return Array.from({ length: count }, (_, i) => {
    const event = {
      event_id: random.uuid(),
      timestamp: new Date(Date.UTC(2026, 0, 1) + i * 7).toISOString(),
      user_id: `user-${Math.floor(random.next() * 50_000)}`,
      event_type: oneOf(eventTypes),
      value: Math.round(random.next() * 1e6) / 1e4,
      quantity: 1 + Math.floor(random.next() * 20),
      sequence: 4_966_200_000_000 + i,
      amount: Math.round(random.next() * 1e6) / 100,
      country: oneOf(countries),
      metadata: { device: oneOf(devices), browser: oneOf(browsers), session_id: `session-${i % 9000}` },
    };
    return Buffer.from(`${JSON.stringify(event)}\n`);
  });
}
