import { z } from "zod";
import type { Tier } from "./fields";

/** The retention periods that CloudWatch Logs accepts. */
const days = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

/** How long a log group keeps what it has. */
export function logRetentionDays(tier: Tier) {
  // Long enough to compare with last year in production.
  return z.literal(days, { error: `one of: ${days.join(", ")}` }).default(tier === "production" ? 400 : 14);
}
