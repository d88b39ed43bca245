import { readInput, structure } from "../../server/input-shape";
import { type CredentialSources, durationSeconds, temporaryCredentials } from "../temporary-credentials";

const shape = structure({}, { DurationSeconds: durationSeconds(129_600) });

const defaultSeconds = 43_200;

/** Gives credentials of the caller's own that end by themselves. */
export function getSessionToken(sources: CredentialSources, input: unknown) {
  const { DurationSeconds = defaultSeconds } = readInput(shape, input);
  return { Credentials: temporaryCredentials(sources, DurationSeconds) };
}
