import { integer, oneOf, readInput, structure, text } from "../../server/input-shape";
import type { Lambda } from "../lambda";
import { configurationOutput } from "./function-output";
import { page } from "./marker";

/** Lambda gives no more in one page, whatever is asked. */
const maxItems = 50;

const shape = structure(
  {},
  {
    FunctionVersion: oneOf(["ALL"]),
    Marker: text({}),
    MasterRegion: text({ pattern: "ALL|[a-z]{2}(-gov)?-[a-z]+-\\d{1}" }),
    MaxItems: integer({ min: 1, max: 10_000 }),
  },
);

/** Lists functions by name. With `FunctionVersion` ALL their ARNs say which version they are: the only one. */
export function listFunctions({ functions }: Lambda, input: unknown) {
  const { FunctionVersion, Marker, MaxItems = maxItems } = readInput(shape, input);
  const { items, nextMarker } = page(functions.functions(), ({ name }) => name, Math.min(MaxItems, maxItems), Marker);
  const suffix = FunctionVersion === "ALL" ? ":$LATEST" : "";
  return {
    Functions: items.map((fn) => ({ ...configurationOutput(fn), FunctionArn: fn.arn + suffix })),
    NextMarker: nextMarker,
  };
}
