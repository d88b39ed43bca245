import type { DynaliteEngine } from "./dynalite-engine";

const settingPrefix = "backups~";

/** Which tables have point-in-time recovery switched on; kept beside dynalite's own data. */
export class ContinuousBackups {
  readonly #engine: DynaliteEngine;

  constructor(engine: DynaliteEngine) {
    this.#engine = engine;
  }

  /** Sets for how many days back a table could be restored, or with undefined switches recovery off. */
  async set(tableName: string, recoveryPeriodDays: number | undefined): Promise<void> {
    const { db } = this.#engine.store;
    if (recoveryPeriodDays === undefined) await db.del(settingPrefix + tableName);
    else await db.put(settingPrefix + tableName, recoveryPeriodDays);
  }

  /** The days, or undefined while recovery is off. */
  async recoveryPeriodDays(tableName: string): Promise<number | undefined> {
    return (await this.#engine.store.db.get(settingPrefix + tableName)) as number | undefined;
  }
}
