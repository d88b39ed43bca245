import { AwsError } from "../aws-error";
import type { Clock } from "../clock";
import type { ApplicationVersion } from "./application-version";
import { invalidArgument } from "./invalid-argument";

/** A savepoint of an application's job. */
export interface Snapshot {
  readonly name: string;
  /** Milliseconds since the epoch. */
  readonly createdMs: number;
  /** What was running. */
  readonly version: ApplicationVersion;
  status: "CREATING" | "READY" | "FAILED" | "DELETING";
  /** Where it lies, when it is READY. */
  folder?: string;
}

/** AWS's quota. */
const maxSnapshots = 1_000;

/** The snapshots of one application, oldest first. */
export class Snapshots {
  readonly #byName = new Map<string, Snapshot>();

  /** @param removeFolder removes what a savepoint holds */
  constructor(
    private readonly clock: Clock,
    private readonly removeFolder: (folder: string) => Promise<void>,
  ) {}

  /** All, in the order of their names. */
  list(): readonly Snapshot[] {
    return [...this.#byName.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
  }

  /** The last that was taken, if there is one. */
  latest(): Snapshot | undefined {
    return [...this.#byName.values()].findLast(({ status }) => status === "READY");
  }

  /** @throws AwsError `InvalidArgumentException` when there is none of that name */
  find(name: string): Snapshot {
    const snapshot = this.#byName.get(name);
    if (snapshot) return snapshot;
    throw invalidArgument(`Snapshot ${name} does not exist.`);
  }

  /** @throws AwsError `ResourceInUseException` for a name that is taken, `LimitExceededException` beyond AWS's quota */
  checkNew(name: string): void {
    if (this.#byName.has(name)) throw new AwsError("ResourceInUseException", `Snapshot ${name} already exists.`);
    if (this.#byName.size < maxSnapshots) return;
    throw new AwsError("LimitExceededException", `An application can't have more than ${maxSnapshots} snapshots.`);
  }

  /**
   * Adds one that is being taken: READY when its savepoint's folder is known, FAILED when there will be none.
   * @throws Error what `savepoint` rejects with
   */
  async take(name: string, version: ApplicationVersion, savepoint: Promise<string | undefined>): Promise<void> {
    const snapshot: Snapshot = { name, createdMs: this.clock.now(), version, status: "CREATING" };
    this.#byName.set(name, snapshot);
    try {
      snapshot.folder = await savepoint;
    } finally {
      snapshot.status = snapshot.folder === undefined ? "FAILED" : "READY";
    }
  }

  /** Removes one, and what it holds. */
  async delete(snapshot: Snapshot): Promise<void> {
    snapshot.status = "DELETING";
    if (snapshot.folder !== undefined) await this.removeFolder(snapshot.folder);
    this.#byName.delete(snapshot.name);
  }

  /** Removes all. */
  async clear(): Promise<void> {
    for (const snapshot of this.list()) await this.delete(snapshot);
  }
}
