import { type Clock, sleep } from "../../clock";
import type { Random } from "../../random";

/**
 * Waits before the next attempt at a function or at S3. AWS only says that it retries: here from a second, doubled each
 * time up to a minute, of which a random half is left out so that many don't come back together.
 *
 * @param failedAttempts 1 or more
 * @param stopping ends the wait
 */
export function backOff(clock: Clock, random: Random, failedAttempts: number, stopping: AbortSignal): Promise<void> {
  const longestMs = Math.min(60_000, 1_000 * 2 ** (failedAttempts - 1));
  return sleep(clock, longestMs * (0.5 + random.next() / 2), stopping);
}
