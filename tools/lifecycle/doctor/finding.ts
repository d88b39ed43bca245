import { wordsOf } from "../outcomes";

/** What one check found. */
export interface Finding {
  /** What was looked at, in a word or two. */
  readonly check: string;
  /** A problem stands in the way of a deployment; `skipped` is what could not be looked at. */
  readonly verdict: "ok" | "warning" | "problem" | "skipped";
  readonly message: string;
  /** How to mend it, where the message does not say it already. */
  readonly fix?: string;
}

/** Looks at something; what can't be looked at is a finding too, so that the other checks go on. */
export async function look(check: string, work: () => Promise<readonly Finding[]>): Promise<readonly Finding[]> {
  try {
    return await work();
  } catch (error) {
    const message = wordsOf(error);
    if (!isOfAws(error)) return [{ check, verdict: "problem", message }];
    // Whoever may not look may still be allowed to deploy.
    const seen = `can't be looked at: ${message.split("\n")[0]}`;
    return [{ check, verdict: "warning", message: seen, fix: "look again with credentials that may read it" }];
  }
}

/** The SDK says of every call that failed how often it tried. */
function isOfAws(error: unknown): boolean {
  return typeof error === "object" && error !== null && "$metadata" in error;
}
