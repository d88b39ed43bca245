import { type Command, InvalidArgumentError } from "commander";
import { IANAZone } from "luxon";
import type { Mapping, Path } from "./files/mapping";

/** What `weir produce` was asked for, each value checked by itself. */
export interface ProduceOptions {
  readonly env: string;
  readonly stream: string;
  readonly endpoint?: string;
  readonly aws: boolean;
  readonly mode: "continuous" | "burst" | "single";
  readonly eventsPerSecond?: number;
  readonly duration?: number;
  readonly burstEvents: number;
  readonly file?: string;
  readonly map: Mapping["map"];
  readonly set: Mapping["set"];
  readonly id?: Mapping["id"];
  readonly key: Path;
  readonly timestampFormat?: string;
  readonly timeZone?: string;
  readonly speed: number;
  readonly workers: number;
  readonly giveUpAfter: number;
  readonly failed?: string;
  readonly rejects?: string;
  readonly json: boolean;
}

/** `field=column`, once for each use of the option. */
export function mapOption(text: string, before: Mapping["map"]): Mapping["map"] {
  const [field, column] = assignment(text, "a field and a column, as in user_id=customer");
  if (column === "") throw new InvalidArgumentError("It must name a column after the =, as in user_id=customer.");
  return [...before, { field: pathOption(field), column }];
}

/** `field=value`, once for each use of the option. */
export function setOption(text: string, before: Mapping["set"]): Mapping["set"] {
  const [field, value] = assignment(text, "a field and a value, as in event_type=ORDER");
  return [...before, { field: pathOption(field), value }];
}

function assignment(text: string, wanted: string): [string, string] {
  const at = text.indexOf("=");
  if (at < 1) throw new InvalidArgumentError(`It must be ${wanted}.`);
  return [text.slice(0, at), text.slice(at + 1)];
}

/** A field's path, as in `metadata.device`. */
export function pathOption(text: string): Path {
  const path = text.split(".");
  // Set on an object, __proto__ is no field.
  if (path.some((name) => name === "" || name === "__proto__")) {
    throw new InvalidArgumentError("It must be names with dots between them, as in metadata.device.");
  }
  return path;
}

/** `row` or `column:<name>`. */
export function idOption(text: string): Mapping["id"] {
  if (text === "row") return { from: "row" };
  const column = /^column:(.+)$/.exec(text)?.[1];
  if (column === undefined) throw new InvalidArgumentError("It must be row, or column:<name>.");
  return { from: "column", column };
}

/** An IANA time zone. */
export function zoneOption(text: string): string {
  if (IANAZone.isValidZone(text)) return text;
  throw new InvalidArgumentError("It must be a time zone by its IANA name, such as America/Chicago or UTC.");
}

/** A factor, or `max` for as fast as the stream takes it. */
export function speedOption(text: string): number {
  if (text === "max") return Number.POSITIVE_INFINITY;
  const value = text.trim() === "" ? Number.NaN : Number(text);
  if (value > 0 && Number.isFinite(value)) return value;
  throw new InvalidArgumentError("It must be a number above 0 (2 is twice as fast), or max.");
}

const fileOnly = ["map", "set", "id", "key", "timestampFormat", "timeZone", "speed", "rejects"];
const trafficOnly = ["mode", "duration", "burstEvents"];

/**
 * Refuses options that would have no effect beside the others.
 * @throws CommanderError by ending the command, with what excludes what
 */
export function refuseConflicts(command: Command, { file, mode }: ProduceOptions): void {
  const given = (name: string) => command.getOptionValueSource(name) === "cli";
  const refuse = (names: readonly string[], why: string) => {
    const wrong = names.find(given);
    if (wrong !== undefined) command.error(`error: option '--${kebab(wrong)}' ${why}`);
  };
  if (file === undefined) refuse(fileOnly, "is for a file: give --file <path> too");
  else refuse(trafficOnly, "is for generated events, and can't be used with --file");
  if (mode !== "burst") refuse(["burstEvents"], `is for --mode burst, and the mode is ${mode}`);
  if (mode !== "continuous")
    refuse(["duration", "eventsPerSecond"], `is for --mode continuous, and the mode is ${mode}`);
  if (given("speed")) refuse(["eventsPerSecond"], "can't be used with --speed: both set the pace");
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
