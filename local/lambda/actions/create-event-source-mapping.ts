import { oneOf, readInput, structure, timestamp } from "../../server/input-shape";
import { namespacedFunctionName } from "../function-name";
import { invalidParameter } from "../invalid-parameter";
import type { Lambda } from "../lambda";
import { mappingDefaults } from "../mapping-configuration";
import { mappingMembers, readMappingSettings, refuseOtherSources, sourceArn } from "./mapping-input";
import { mappingOutput } from "./mapping-output";
import { checkTags, tagMap } from "./tags";

const shape = structure(
  { FunctionName: namespacedFunctionName },
  {
    ...mappingMembers,
    EventSourceArn: sourceArn,
    StartingPosition: oneOf(["LATEST", "AT_TIMESTAMP", "TRIM_HORIZON"]),
    StartingPositionTimestamp: timestamp,
    Tags: tagMap,
  },
);

/** Makes a mapping, which begins to read when it has been `Creating`. @throws AwsError as `Mappings.create` */
export function createEventSourceMapping({ mappings }: Lambda, input: unknown) {
  const request = readInput(shape, input);
  const { EventSourceArn, StartingPosition, Enabled = true, Tags = {} } = request;
  if (EventSourceArn === undefined) throw invalidParameter("Unrecognized event source.");
  // Before all else that is wrong with it: other sources need no starting position.
  mappings.sourceStream(EventSourceArn);
  refuseOtherSources(input, request);
  if (StartingPosition === undefined) {
    const missing = "Value null at 'startingPosition' failed to satisfy constraint: Member must not be null.";
    throw invalidParameter(`1 validation error detected: ${missing}`);
  }
  checkTags(Tags);
  const mapping = mappings.create({
    functionName: request.FunctionName,
    eventSourceArn: EventSourceArn,
    settings: {
      ...mappingDefaults,
      ...readMappingSettings(request),
      startingPosition: StartingPosition,
      startingPositionTimestamp: request.StartingPositionTimestamp,
    },
    enabled: Enabled,
    tags: Tags,
  });
  return mappingOutput(mapping);
}
