import type { Fault } from "../../local";

/** A fault in a line. @param nowMs for how long it still lasts */
export function describeFault(
  { id, kind, target, operation, share, seconds, perSecond, untilMs }: Fault,
  nowMs: number,
): string {
  const settings = [
    operation,
    share !== undefined && `share ${share}`,
    seconds !== undefined && `${seconds} s`,
    perSecond !== undefined && `${perSecond} a second`,
    untilMs === undefined ? "until it is cleared" : `for ${Math.max(0, Math.ceil((untilMs - nowMs) / 1_000))} s`,
  ];
  return `${id}: ${kind} ${target}: ${settings.filter(Boolean).join(", ")}`;
}
