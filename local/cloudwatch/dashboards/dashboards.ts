import { AwsError } from "../../aws-error";
import type { Clock } from "../../clock";

/** A dashboard as it was given. */
export interface Dashboard {
  readonly name: string;
  readonly arn: string;
  /** JSON. */
  readonly body: string;
  /** Milliseconds since the epoch. */
  readonly modifiedMs: number;
}

/** The dashboards of an account. */
export class Dashboards {
  readonly #clock: Clock;
  readonly #accountId: string;
  readonly #dashboards = new Map<string, Dashboard>();

  constructor({ clock, accountId }: { readonly clock: Clock; readonly accountId: string }) {
    this.#clock = clock;
    this.#accountId = accountId;
  }

  /** Makes a dashboard, or gives the one of that name another body. */
  put(name: string, body: string): void {
    const arn = `arn:aws:cloudwatch::${this.#accountId}:dashboard/${name}`;
    this.#dashboards.set(name, { name, arn, body, modifiedMs: this.#clock.now() });
  }

  /** @throws AwsError `DashboardNotFoundError` */
  get(name: string): Dashboard {
    const dashboard = this.#dashboards.get(name);
    if (dashboard) return dashboard;
    throw new AwsError("DashboardNotFoundError", `Dashboard ${name} does not exist`, 404);
  }

  /** All of them, by name. */
  list(): readonly Dashboard[] {
    return [...this.#dashboards.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
  }

  /** Deletes dashboards, all or none. @throws AwsError `DashboardNotFoundError` */
  delete(names: readonly string[]): void {
    for (const name of names) this.get(name);
    for (const name of names) this.#dashboards.delete(name);
  }
}
