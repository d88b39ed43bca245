import { loadEnvironment } from "../../environments";
import { type ShopEvent, shopEvents, shopEventTypes } from "./shop";

function take(count: number, options: { seed?: number; run?: string } = {}): ShopEvent[] {
  let nowMs = Date.UTC(2026, 0, 1);
  const events = shopEvents({ run: "run", seed: 1, now: () => nowMs++, ...options });
  return Array.from({ length: count }, () => events.next().value);
}

test("the same seed gives the same events, and another seed others", () => {
  expect(take(2_000)).toEqual(take(2_000));
  expect(take(2_000, { seed: 2 })).not.toEqual(take(2_000));
});

test("every event id is the run's name and the event's number", () => {
  expect(take(3, { run: "up-7" }).map(({ event_id }) => event_id)).toEqual(["up-7-0", "up-7-1", "up-7-2"]);
});

test("all ten event types come, a purchase less often than a checkout, and that less often than a look", () => {
  const events = take(20_000);
  const count = (type: string) => events.filter(({ event_type }) => event_type === type).length;
  expect(new Set(events.map(({ event_type }) => event_type))).toEqual(new Set(shopEventTypes));
  expect(shopEventTypes).toHaveLength(10);
  expect(count("purchase")).toBeGreaterThan(0);
  expect(count("purchase")).toBeLessThan(count("checkout"));
  expect(count("checkout")).toBeLessThan(count("product_view"));
});

test("each event type has a metric of its own by the environments' defaults", () => {
  const { processors } = loadEnvironment("dev");
  const allowed = Object.values(processors)[0]?.eventTypes;
  expect([...(allowed ?? [])].sort()).toEqual(shopEventTypes.map((type) => type.toUpperCase()).sort());
});

test("a thousand users come, a few of them often", () => {
  const counts = new Map<string, number>();
  for (const { user_id } of take(100_000)) counts.set(user_id, (counts.get(user_id) ?? 0) + 1);
  const busiest = [...counts.values()].sort((a, b) => b - a);
  expect(counts.size).toBeGreaterThan(900);
  expect(counts.size).toBeLessThanOrEqual(1_000);
  expect(busiest.slice(0, 10).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(25_000);
});

test("a session is one user on one device, and pays what is in the cart", () => {
  const carts = new Map<string, number[]>();
  const users = new Map<string, string>();
  for (const { user_id, event_type, value, metadata } of take(20_000)) {
    const session = metadata.session_id;
    expect(users.get(session) ?? user_id).toBe(user_id);
    users.set(session, user_id);
    const cart = carts.get(session) ?? [];
    carts.set(session, cart);
    const total = cart.reduce((sum, price) => sum + price, 0);
    if (event_type === "add_to_cart") cart.push(value);
    if (event_type === "remove_from_cart") expect(cart.pop()).toBe(value);
    if (event_type === "checkout" || event_type === "purchase") {
      expect(cart.length).toBeGreaterThan(0);
      expect(value).toBeCloseTo(total, 2);
    }
    if (event_type === "purchase") cart.length = 0;
  }
});
