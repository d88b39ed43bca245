import { readInput, structure, text } from "../../server/input-shape";
import type { Lambda } from "../lambda";
import { mappingOutput } from "./mapping-output";

const shape = structure({ UUID: text({}) }, {});

/** Describes a mapping. @throws AwsError `ResourceNotFoundException` */
export function getEventSourceMapping({ mappings }: Lambda, input: unknown) {
  return mappingOutput(mappings.mapping(readInput(shape, input).UUID));
}

/** Deletes a mapping; its position is forgotten. @throws AwsError `ResourceNotFoundException`, `ResourceInUseException` */
export function deleteEventSourceMapping({ mappings }: Lambda, input: unknown) {
  const mapping = mappings.mapping(readInput(shape, input).UUID);
  mappings.delete(mapping);
  return mappingOutput(mapping);
}
