import { readInput, structure } from "../../server/input-shape";
import type { StsOptions } from "../sts";
import { durationSeconds, temporaryCredentials } from "./temporary-credentials";

const shape = structure({}, { DurationSeconds: durationSeconds(129_600) });

const defaultSeconds = 43_200;

/** Gives credentials of the caller's own that end by themselves. */
export function getSessionToken(options: StsOptions, input: unknown) {
  const { DurationSeconds = defaultSeconds } = readInput(shape, input);
  return { Credentials: temporaryCredentials(options, DurationSeconds) };
}
