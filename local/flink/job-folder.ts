import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { JobSpec } from "./job";

/** What a job's process is told beside its spec. */
export interface ProcessSettings {
  /** The job's property groups as they are here. */
  readonly propertyGroups: JobSpec["propertyGroups"];
  /** Folder of the checkpoint or savepoint that it goes on from. */
  readonly restoreFrom: string | undefined;
}

const logConfiguration = `
rootLogger.level = INFO
rootLogger.appenderRef.console.ref = console
appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = %d{yyyy-MM-dd'T'HH:mm:ss.SSS'Z'}{UTC} %-5p %c{1}: %m%n
`;

/** The folder of one application: what its job's process reads, and the state that it writes. */
export class JobFolder {
  readonly propertiesPath: string;
  readonly logConfigurationPath: string;
  readonly #savepoints: string;
  readonly #checkpoints: string;
  readonly #temporary: string;

  constructor(
    readonly path: string,
    /** The id of the stream that the job reads: positions in another, though of the same name, would be nonsense. */
    inputId: string,
  ) {
    this.propertiesPath = join(path, "application_properties.json");
    this.logConfigurationPath = join(path, "log4j2.properties");
    this.#savepoints = join(path, "savepoints");
    this.#checkpoints = join(path, "checkpoints", inputId);
    this.#temporary = join(path, "tmp");
  }

  /** Writes what the next process of the job reads. */
  prepare(spec: JobSpec, { propertyGroups, restoreFrom }: ProcessSettings): void {
    // A killed process leaves what it had there.
    rmSync(this.#temporary, { recursive: true, force: true });
    for (const folder of [this.#temporary, this.#checkpoints, this.#savepoints]) mkdirSync(folder, { recursive: true });
    const groups = Object.entries(propertyGroups).map(([PropertyGroupId, PropertyMap]) => ({
      PropertyGroupId,
      PropertyMap,
    }));
    writeFileSync(this.propertiesPath, JSON.stringify(groups, null, 2));
    writeFileSync(this.logConfigurationPath, logConfiguration);
    const configuration = {
      "parallelism.default": spec.parallelism,
      ...{ "rest.address": "127.0.0.1", "rest.bind-address": "127.0.0.1" },
      // Flink would serve files that its own processes share to the whole network.
      "jobmanager.bind-host": "127.0.0.1",
      // A free one: who picked it before could lose it to another.
      "rest.bind-port": "0",
      // What windows collect before they touch their state.
      "taskmanager.memory.managed.size": "64 mb",
      "io.tmp.dirs": this.#temporary,
      "execution.checkpointing.storage": "filesystem",
      "execution.checkpointing.dir": urlOf(this.#checkpoints),
      "execution.checkpointing.savepoint-dir": urlOf(this.#savepoints),
      "execution.checkpointing.externalized-checkpoint-retention": "RETAIN_ON_CANCELLATION",
      ...(spec.checkpoints && {
        "execution.checkpointing.interval": `${spec.checkpoints.intervalMs} ms`,
        "execution.checkpointing.min-pause": `${spec.checkpoints.minPauseMs} ms`,
      }),
      ...(restoreFrom && {
        "execution.state-recovery.path": urlOf(restoreFrom),
        // A checkpoint is the job's own, to be deleted when newer ones replace it; a snapshot is not.
        "execution.state-recovery.claim-mode": restoreFrom.startsWith(this.#checkpoints) ? "CLAIM" : "NO_CLAIM",
        "execution.state-recovery.ignore-unclaimed-state": spec.allowNonRestoredState ?? false,
      }),
    };
    // A JSON text is YAML, too.
    const lines = Object.entries(configuration).map(([key, value]) => `${key}: ${JSON.stringify(value)}\n`);
    writeFileSync(join(this.path, "config.yaml"), lines.join(""));
  }

  /** The folder of the newest checkpoint that is complete, whichever process of the job took it. */
  newestCheckpoint(): string | undefined {
    if (!existsSync(this.#checkpoints)) return undefined;
    return newestIn(readdirSync(this.#checkpoints).map((job) => join(this.#checkpoints, job)));
  }

  /** Makes a folder for one savepoint to lie in. */
  newSavepoints(): string {
    return mkdtempSync(join(this.#savepoints, "stop-"));
  }

  /** Deletes all savepoints. */
  forgetSavepoints(): void {
    rmSync(this.#savepoints, { recursive: true, force: true });
  }

  /** Deletes all checkpoints: a job that begins anew never goes on from one that was before it. */
  forgetCheckpoints(): void {
    rmSync(join(this.path, "checkpoints"), { recursive: true, force: true });
  }
}

/** The newest checkpoint or savepoint that is whole, of those that lie in some folders. */
export function newestIn(folders: readonly string[]): string | undefined {
  const taken = folders.flatMap((folder) =>
    readdirSync(folder).flatMap((name) => {
      // Flink writes it last: where it is, the state is whole.
      const metadata = statSync(join(folder, name, "_metadata"), { throwIfNoEntry: false });
      return metadata ? [{ folder: join(folder, name), takenMs: metadata.mtimeMs }] : [];
    }),
  );
  return taken.sort((one, other) => one.takenMs - other.takenMs).at(-1)?.folder;
}

/** A folder as Flink writes and reads it: it escapes nothing in a path, not even a space. */
export function urlOf(path: string): string {
  return `file://${path}`;
}
