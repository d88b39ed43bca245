import { kinds } from "../../stacks/alarms/kinds";
import type { Observation } from "./proof";
import { type AlarmKind, type Scenario, scenarios } from "./scenarios";

/** Every kind of alarm that there is. */
export const alarmKinds = [...(Object.keys(kinds) as AlarmKind[]), "unhealthy", "deploy-window"] as const;

/** What alarms did in the scenarios that are to fire them. */
export class ObservedAlarms {
  readonly #observations = new Map<string, Observation & { readonly scenario: string }>();

  /** Notes what a scenario did to the alarms that it is to fire. */
  note({ name, fires }: Scenario, observations: readonly Observation[]): void {
    for (const each of observations) {
      if (this.#observations.has(each.alarm) || !fires.includes(kindOf(each.alarm))) continue;
      this.#observations.set(each.alarm, { ...each, scenario: name });
    }
  }

  /** Whether an alarm was fired by a scenario that is to fire it. */
  has(alarm: string): boolean {
    return this.#observations.has(alarm);
  }

  /** A row of Markdown for each kind and scenario, in minutes: which fault fires it, after how long, and when it is over. */
  table(): string[] {
    const all = [...this.#observations.values()];
    const rows = alarmKinds.flatMap((kind) =>
      scenarios.flatMap(({ name }) => {
        const alarms = all.filter(({ alarm, scenario }) => kindOf(alarm) === kind && scenario === name);
        if (alarms.length === 0) return [];
        const fired = range(alarms.map(({ firedAfter }) => firedAfter));
        const cleared = range(alarms.map(({ clearedAfter }) => clearedAfter ?? Number.NaN));
        return [`| [${kind}](../runbooks/${kind}.md) | ${name} | ${fired} | ${cleared} |`];
      }),
    );
    return rows.sort();
  }
}

/** The kind and the scenario of each row of such a table in a text. */
export function rowsIn(text: string): { readonly kind: string; readonly scenario: string }[] {
  const rows = text.matchAll(/^\| \[([a-z-]+)\]\(\.\.\/runbooks\/.*?\) \| ([^|]+) \|/gm);
  return [...rows].map(([, kind = "", scenario = ""]) => ({ kind, scenario }));
}

/** The longest kind that a name ends in. */
export function kindOf(alarm: string): AlarmKind {
  const ends = alarmKinds.filter((kind) => alarm.endsWith(`-${kind}`));
  const [longest] = ends.sort((one, other) => other.length - one.length);
  if (longest === undefined) throw new Error(`${alarm} is of no kind`);
  return longest;
}

function range(minutes: readonly number[]): string {
  const [first, last] = [Math.min(...minutes), Math.max(...minutes)];
  return first === last ? String(first) : `${first} to ${last}`;
}
