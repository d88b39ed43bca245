import { EnvironmentError } from "../environments";
import { parseEnvironment } from "../environments/parse-environment";

/** What is wrong with an environment, among others, a line each; none when it is valid. */
export function problemsOf(input: unknown, others: readonly unknown[] = []): string[] {
  try {
    parseEnvironment("environment", input, undefined, others);
    return [];
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    return error.message
      .split("\n")
      .slice(1)
      .map((line) => line.trim());
  }
}
