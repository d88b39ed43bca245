import type { Environment } from "../../environments";
import type { Target } from "../../local/faults/fault";
import { targetsOf } from "../../local/faults/targets";
import { readEnvironment } from "../../local/terraform/read-environment";
import type { Synthesized } from "../synthesize";
import { synthesizeEnvironment } from "../synthesize-environment";
import { startVirtualPlatform, type VirtualPlatform } from "../virtual-platform";
import { type Destinations, leadTo, startDestinations } from "./destinations";
import type { Scenario } from "./scenarios";
import { Traffic } from "./traffic";

/** An alarm that fired, and cleared once its cause was gone: in virtual minutes since the faults were set, and cleared. */
export interface Observation {
  readonly alarm: string;
  readonly firedAfter: number;
  /** Undefined when it was still on at the end. */
  readonly clearedAfter: number | undefined;
}

/** How time passes. */
export interface Passage extends Pick<Scenario, "toAll" | "eventsPerPut" | "isDeploying"> {
  /** How far the clock moves between two calls of the producers, milliseconds. @default 10,000 */
  readonly stepMs?: number;
  /** Called after each step with the minutes passed. */
  readonly onStep?: (minutes: number) => void;
}

const minuteMs = 60_000;

/** Longer than any alarm looks back, and than any delivery waits before it tries again. */
const maxRestMinutes = 45;

/** An environment under ordinary traffic, whose alarms are watched. */
export class Proof {
  readonly platform: VirtualPlatform;
  readonly #synthesized: Synthesized;
  readonly #destinations: Destinations;
  readonly #traffic: Traffic;
  readonly #targets: readonly Target[];

  private constructor(
    environment: Environment,
    synthesized: Synthesized,
    destinations: Destinations,
    platform: VirtualPlatform,
  ) {
    this.platform = platform;
    this.#synthesized = synthesized;
    this.#destinations = destinations;
    this.#traffic = new Traffic(environment, platform);
    const { resources } = readEnvironment({ outDir: synthesized.outDir, environment: environment.name });
    this.#targets = targetsOf(resources);
  }

  /** Synthesizes an environment, starts it, and lets it run until all its metrics are there. */
  static async start(environment: Environment): Promise<Proof> {
    const destinations = await startDestinations();
    const synthesized = await synthesizeEnvironment(environment);
    leadTo(destinations, synthesized.outDir);
    const platform = await startVirtualPlatform(synthesized.outDir, environment.name);
    const proof = new Proof(environment, synthesized, destinations, platform);
    await proof.run(15);
    return proof;
  }

  /** The names of the alarms that are on. */
  firing(): string[] {
    const firing = this.platform.alarms().filter(({ state }) => state === "ALARM");
    return firing.map(({ name }) => name);
  }

  /** Lets time pass under ordinary traffic. */
  async run(minutes: number, passage: Passage = {}): Promise<void> {
    const { stepMs = 10_000, isDeploying = false, onStep } = passage;
    for (let passedMs = stepMs; passedMs <= minutes * minuteMs; passedMs += stepMs) {
      await this.#traffic.play(passage);
      if (isDeploying) await this.#traffic.tellOfDeployment();
      await this.platform.step(stepMs);
      onStep?.(passedMs / minuteMs);
    }
  }

  /** Sets the faults of a scenario on all that they can be set on. @returns how many that were */
  async set({ faults }: Pick<Scenario, "faults">): Promise<number> {
    let count = 0;
    for (const { on, ...fault } of faults) {
      for (const target of this.#targets.filter((each) => each.startsWith(`${on}/`))) {
        await this.platform.setFault({ ...fault, target });
        count++;
      }
    }
    return count;
  }

  /** Ends all faults. */
  async mend(): Promise<void> {
    await this.platform.clearFaults();
  }

  /** Goes through a scenario, and waits until no alarm is on. */
  async suffer(scenario: Scenario): Promise<Observation[]> {
    if ((await this.set(scenario)) === 0 && !scenario.isDeploying) return [];
    const firedAfter = new Map<string, number>();
    const onStep = (passed: number) => {
      for (const alarm of this.firing()) if (!firedAfter.has(alarm)) firedAfter.set(alarm, passed);
    };
    // Of half a day, two minutes are fine enough: a subscription to a shard lasts five.
    await this.run(scenario.minutes, { ...scenario, onStep, stepMs: scenario.minutes > 60 ? 2 * minuteMs : 10_000 });
    await this.mend();
    const lastOn = new Map<string, number>();
    for (let rest = 0; rest < maxRestMinutes && this.firing().length > 0; rest++) {
      for (const alarm of this.firing()) lastOn.set(alarm, rest);
      await this.#traffic.emptyQueues();
      await this.run(1);
    }
    const still = new Set(this.firing());
    return [...firedAfter].map(([alarm, fired]) => ({
      alarm,
      firedAfter: Math.ceil(fired),
      clearedAfter: still.has(alarm) ? undefined : (lastOn.get(alarm) ?? -1) + 1,
    }));
  }

  async stop(): Promise<void> {
    this.#traffic.close();
    await this.platform.stop();
    this.#destinations.close();
    this.#synthesized.remove();
  }
}
