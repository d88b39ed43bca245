import { readInput, structure, text } from "../../server/input-shape";
import { namespacedFunctionName } from "../function-name";
import type { Lambda } from "../lambda";
import { mappingMembers, readMappingSettings, refuseOtherSources } from "./mapping-input";
import { mappingOutput } from "./mapping-output";

const shape = structure({ UUID: text({}) }, { ...mappingMembers, FunctionName: namespacedFunctionName });

/** Changes, enables or disables a mapping, which keeps its position. @throws AwsError as `Mappings.update` */
export function updateEventSourceMapping({ mappings }: Lambda, input: unknown) {
  const request = readInput(shape, input);
  refuseOtherSources(input, request);
  const mapping = mappings.mapping(request.UUID);
  mappings.update(mapping, {
    functionName: request.FunctionName,
    settings: readMappingSettings(request),
    enabled: request.Enabled,
  });
  return mappingOutput(mapping);
}
