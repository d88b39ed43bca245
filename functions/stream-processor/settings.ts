import { variables } from "../shared/processor/contract";
import { type Settings as CommonSettings, commonSettings, readVariables } from "../shared/processor/settings";

/** What differs between one deployment of the function and another. */
export interface Settings extends CommonSettings {
  /** Partitions of `event-type-index` that one event type is spread over. */
  readonly eventTypeBuckets: number;
}

/**
 * Reads the settings from environment variables, as the contract names them.
 * @throws Error that lists every variable that is missing or bad
 */
export function readSettings(env: Readonly<Record<string, string | undefined>>): Settings {
  return readVariables(env, (reader) => ({
    ...commonSettings(reader),
    eventTypeBuckets: reader.positiveInteger(variables.eventTypeBuckets),
  }));
}
