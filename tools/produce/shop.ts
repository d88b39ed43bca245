/** What a web shop's pages tell of their visitors; upper-cased by the processor. */
export const shopEventTypes = [
  "page_view",
  "search",
  "login",
  "product_view",
  "add_to_wishlist",
  "add_to_cart",
  "remove_from_cart",
  "checkout",
  "purchase",
  "logout",
] as const;

type ShopEventType = (typeof shopEventTypes)[number];

/** An event as the stream's processor takes it. */
export interface ShopEvent {
  /** `<run>-<number>`, numbers from 0: unique as long as the run's name is. */
  readonly event_id: string;
  /** ISO-8601, UTC, with milliseconds. */
  readonly timestamp: string;
  /** `user-0001` to `user-1000`. */
  readonly user_id: string;
  readonly event_type: ShopEventType;
  /** The product's price or the cart's total; 0 where no money is meant. */
  readonly value: number;
  readonly metadata: {
    readonly device: string;
    readonly browser: string;
    readonly country: string;
    readonly session_id: string;
  };
}

/** What a run of generated traffic is made from. */
export interface ShopOptions {
  /** Names the run in its event ids. */
  readonly run: string;
  /** The same seed gives the same visitors doing the same things. */
  readonly seed: number;
  /** Milliseconds since the epoch: each event's timestamp. */
  readonly now: () => number;
}

const userCount = 1_000;
/** Visitors in the shop at the same time, whose events interleave. */
const openSessions = 50;

/** How often each comes up, against the others. */
type Chances<T extends string> = Readonly<Partial<Record<T, number>>>;

const entries: Chances<ShopEventType> = { page_view: 60, product_view: 20, search: 15, login: 5 };
const nextSteps: Readonly<Record<ShopEventType, Chances<ShopEventType | "leave">>> = {
  page_view: { product_view: 35, page_view: 22, search: 20, login: 8, leave: 15 },
  search: { product_view: 65, search: 18, page_view: 5, leave: 12 },
  login: { page_view: 50, search: 25, product_view: 25 },
  product_view: { product_view: 30, add_to_cart: 20, search: 12, page_view: 10, add_to_wishlist: 6, leave: 22 },
  add_to_wishlist: { product_view: 60, page_view: 20, leave: 20 },
  add_to_cart: { checkout: 40, product_view: 35, remove_from_cart: 8, page_view: 7, leave: 10 },
  remove_from_cart: { product_view: 55, search: 20, leave: 25 },
  checkout: { purchase: 70, page_view: 10, leave: 20 },
  purchase: { leave: 55, logout: 30, page_view: 15 },
  logout: { leave: 100 },
};
const countries: Chances<string> = { JP: 40, US: 22, DE: 10, GB: 8, IN: 7, BR: 5, FR: 5, AU: 3 };
const browsersOf = {
  mobile: { Safari: 48, Chrome: 44, Firefox: 8 },
  desktop: { Chrome: 60, Edge: 16, Safari: 14, Firefox: 10 },
  tablet: { Safari: 70, Chrome: 30 },
} as const;
const devices: Chances<keyof typeof browsersOf> = { mobile: 58, desktop: 36, tablet: 6 };

interface Session {
  readonly userId: string;
  readonly metadata: ShopEvent["metadata"];
  readonly cart: number[];
  step: ShopEventType;
  /** Price of the product last looked at. */
  price: number;
}

/**
 * The endless traffic of an ordinary web shop: visitors come (a few of them often), look around, fill carts, and
 * sometimes buy. Made on demand, so that its reader sets the rate.
 */
export function* shopEvents({ run, seed, now }: ShopOptions): Generator<ShopEvent, never> {
  const random = randomFrom(seed);
  const pickUser = zipfPicker(random);
  const sessions: Session[] = [];
  let opened = 0;
  for (let number = 0; ; number++) {
    const slot = Math.floor(random() * openSessions);
    let session = sessions[slot];
    const step = session ? nextStep(session, random) : "leave";
    if (session && step !== "leave") session.step = step;
    else session = sessions[slot] = openSession(pickUser(), `${run}-s${opened++}`, random);
    yield {
      event_id: `${run}-${number}`,
      timestamp: new Date(now()).toISOString(),
      user_id: session.userId,
      event_type: session.step,
      value: act(session, random),
      metadata: session.metadata,
    };
  }
}

function openSession(user: number, sessionId: string, random: () => number): Session {
  const device = pick(devices, random);
  // A visitor lives in one country whatever the session.
  const country = pick(countries, randomFrom(user));
  return {
    userId: `user-${String(user).padStart(4, "0")}`,
    metadata: { device, browser: pick<string>(browsersOf[device], random), country, session_id: sessionId },
    cart: [],
    step: pick(entries, random),
    price: makePrice(random),
  };
}

function nextStep(session: Session, random: () => number): ShopEventType | "leave" {
  const step = pick(nextSteps[session.step], random);
  const needsCart = step === "checkout" || step === "remove_from_cart";
  return needsCart && session.cart.length === 0 ? "product_view" : step;
}

/** Does what the session's step means for its cart, and answers the event's value. */
function act(session: Session, random: () => number): number {
  const total = () => Math.round(session.cart.reduce((sum, price) => sum + price, 0) * 100) / 100;
  switch (session.step) {
    case "product_view":
      session.price = makePrice(random);
      return session.price;
    case "add_to_wishlist":
      return session.price;
    case "add_to_cart":
      session.cart.push(session.price);
      return session.price;
    case "remove_from_cart":
      return session.cart.pop() ?? 0;
    case "checkout":
      return total();
    case "purchase": {
      const paid = total();
      session.cart.length = 0;
      return paid;
    }
    default:
      return 0;
  }
}

/** Many cheap things and a few dear ones: about 3 to 900, half of them below 40. */
function makePrice(random: () => number): number {
  return Math.round(100 * Math.exp(3.6 + 1.5 * (random() + random() + random() - 1.5))) / 100;
}

/** Users by Zipf's law: the n-th is chosen with a weight of 1/n. */
function zipfPicker(random: () => number): () => number {
  const cumulative: number[] = [];
  let total = 0;
  for (let rank = 1; rank <= userCount; rank++) {
    total += 1 / rank;
    cumulative.push(total);
  }
  return () => {
    const target = random() * total;
    let low = 0;
    let high = userCount - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((cumulative[middle] ?? total) > target) high = middle;
      else low = middle + 1;
    }
    return low + 1;
  };
}

function pick<T extends string>(chances: Chances<T>, random: () => number): T {
  let total = 0;
  for (const choice in chances) total += chances[choice] ?? 0;
  let rest = random() * total;
  for (const choice in chances) {
    rest -= chances[choice] ?? 0;
    if (rest < 0) return choice;
  }
  throw new Error("there is nothing to choose from");
}

/** Numbers in [0, 1) that the seed determines: splitmix32. */
function randomFrom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  };
}
