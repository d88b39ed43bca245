import { integer, readInput, structure, text } from "../../server/input-shape";
import { findFunction, namespacedFunctionName } from "../function-name";
import type { Lambda } from "../lambda";
import { sourceArn } from "./mapping-input";
import { mappingOutput } from "./mapping-output";
import { page } from "./marker";

/** Lambda gives no more in one page, whatever is asked. */
const maxItems = 100;

const shape = structure(
  {},
  {
    EventSourceArn: sourceArn,
    FunctionName: namespacedFunctionName,
    Marker: text({}),
    MaxItems: integer({ min: 1, max: 10_000 }),
  },
);

/** Lists mappings: all, or those of a function or of a source. @throws AwsError `ResourceNotFoundException` */
export function listEventSourceMappings({ functions, mappings }: Lambda, input: unknown) {
  const { EventSourceArn, FunctionName, Marker, MaxItems = maxItems } = readInput(shape, input);
  const name = FunctionName === undefined ? undefined : findFunction(functions, FunctionName).name;
  const found = mappings
    .mappings()
    .filter(({ configuration }) => name === undefined || configuration.functionName === name)
    .filter(({ configuration }) => EventSourceArn === undefined || configuration.eventSourceArn === EventSourceArn);
  const { items, nextMarker } = page(
    found,
    ({ configuration }) => configuration.uuid,
    Math.min(MaxItems, maxItems),
    Marker,
  );
  return { EventSourceMappings: items.map(mappingOutput), NextMarker: nextMarker };
}
