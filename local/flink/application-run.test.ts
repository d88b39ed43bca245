import { createApplicationSnapshot } from "./actions/create-application-snapshot";
import { deleteApplication } from "./actions/delete-application";
import { deleteApplicationSnapshot } from "./actions/delete-application-snapshot";
import { describeApplicationOperation } from "./actions/describe-application-operation";
import { listApplicationOperations } from "./actions/list-application-operations";
import { listApplicationSnapshots } from "./actions/list-application-snapshots";
import { listApplications } from "./actions/list-applications";
import { startApplication } from "./actions/start-application";
import { stopApplication } from "./actions/stop-application";
import { updateApplication } from "./actions/update-application";
import { ApplicationName, createdApplication } from "./applications-fixture";

const named = { ApplicationName };
const transitionMs = 500;

/** An application, and the operations on it. */
async function created(...given: Parameters<typeof createdApplication>) {
  const test = await createdApplication(...given);
  const { flink } = test;
  const restore = (ApplicationRestoreType: string, SnapshotName?: string) => ({
    ApplicationRestoreConfiguration: { ApplicationRestoreType, SnapshotName },
  });
  const application = {
    ...test,
    start: (RunConfiguration?: object) => startApplication(flink, { ...named, RunConfiguration }),
    stop: (Force = false) => stopApplication(flink, { ...named, Force }),
    update: (given: object) =>
      updateApplication(flink, {
        ...named,
        CurrentApplicationVersionId: test.describe().ApplicationVersionId,
        ...given,
      }),
    operation: (OperationId: string) =>
      describeApplicationOperation(flink, { ...named, OperationId }).ApplicationOperationInfoDetails,
    snapshots: () => listApplicationSnapshots(flink, named).SnapshotSummaries,
    remove: () => deleteApplication(flink, { ...named, CreateTimestamp: test.describe().CreateTimestamp }),
    restore,
    async running() {
      application.start();
      test.job().run();
      await test.settle();
    },
  };
  return application;
}

const refusal = (code: string, message: string | RegExp) =>
  expect.objectContaining({ code, message: expect.stringMatching(message) });

describe("a Flink application that runs", () => {
  it("is STARTING until its job runs, and at least as long as a transition takes", async () => {
    const { clock, start, status, job, operation, describe } = await created({}, { transitionMs });
    expect(status()).toBe("READY");
    expect(describe().ApplicationConfigurationDescription).not.toHaveProperty("RunConfigurationDescription");
    const { OperationId } = start();
    await clock.advance(transitionMs);
    expect(status()).toBe("STARTING");
    expect(operation(OperationId)).toMatchObject({ Operation: "StartApplication", OperationStatus: "IN_PROGRESS" });
    job().run();
    await clock.advance(0);
    expect(status()).toBe("RUNNING");
    expect(operation(OperationId).OperationStatus).toBe("SUCCESSFUL");
    const early = await created({}, { transitionMs });
    early.start();
    early.job().run();
    await early.clock.advance(transitionMs - 1);
    expect(early.status()).toBe("STARTING");
    await early.clock.advance(1);
    expect(early.status()).toBe("RUNNING");
  });

  it("gives its job the property groups, the parallelism and the checkpoints", async () => {
    const { start, job } = await created({
      FlinkApplicationConfiguration: {
        CheckpointConfiguration: { ConfigurationType: "CUSTOM", CheckpointInterval: 30_000 },
        ParallelismConfiguration: { ConfigurationType: "CUSTOM", Parallelism: 4, ParallelismPerKPU: 2 },
      },
    });
    start();
    expect(job().spec).toEqual({
      application: ApplicationName,
      propertyGroups: { job: { "sql.file": "orders.sql" } },
      parallelism: 4,
      checkpoints: { intervalMs: 30_000, minPauseMs: 5_000 },
      allowNonRestoredState: false,
    });
  });

  it("keeps no checkpoints where they are switched off", async () => {
    const CheckpointConfiguration = { ConfigurationType: "CUSTOM", CheckpointingEnabled: false };
    const { start, job } = await created({ FlinkApplicationConfiguration: { CheckpointConfiguration } });
    start();
    expect(job().spec).not.toHaveProperty("checkpoints");
  });

  it("ignores settings of the type DEFAULT", async () => {
    const { start, job } = await created({
      FlinkApplicationConfiguration: {
        CheckpointConfiguration: { ConfigurationType: "DEFAULT", CheckpointInterval: 1 },
        ParallelismConfiguration: { ConfigurationType: "DEFAULT", Parallelism: 9 },
      },
    });
    start();
    expect(job().spec).toMatchObject({ parallelism: 1, checkpoints: { intervalMs: 60_000, minPauseMs: 5_000 } });
  });

  it("is READY again, with the reason, when its job does not start", async () => {
    const { start, settle, status, job, operation, notices } = await created();
    const { OperationId } = start();
    job().refuse(`orders.sql:3: no table "order"`);
    await settle();
    expect(status()).toBe("READY");
    expect(operation(OperationId)).toMatchObject({
      OperationStatus: "FAILED",
      OperationFailureDetails: { ErrorInfo: { ErrorString: `orders.sql:3: no table "order"` } },
    });
    expect(notices).toEqual([`orders: StartApplication failed: orders.sql:3: no table "order"`]);
  });

  it("is READY again when its job ends by itself, and remembers why until it is started again", async () => {
    const { running, settle, status, job, notices, flink, start } = await created();
    const { run } = flink.applications.application(ApplicationName);
    await running();
    expect(run.failure).toBeUndefined();
    job().crash("it crashed five times in a minute");
    await settle();
    expect(status()).toBe("READY");
    expect(notices).toEqual(["orders: its job ended: it crashed five times in a minute"]);
    expect(run.failure).toBe(notices[0]);
    start();
    expect(run.failure).toBeUndefined();
    job().refuse("no such table");
    await settle();
    expect(run.failure).toBe("orders: StartApplication failed: no such table");
  });

  it("stays READY where no job can run, and says why", async () => {
    const missing = "there is no weir-flink-local.jar: run `npm run build:flink:local`";
    const { start, status, flink } = await created(
      {},
      {
        startJob() {
          throw new Error(missing);
        },
      },
    );
    expect(() => start()).toThrow(refusal("InvalidApplicationConfigurationException", missing));
    expect(status()).toBe("READY");
    expect(listApplicationOperations(flink, named).ApplicationOperationInfoList).toEqual([]);
  });

  it("does not start without code", async () => {
    const { start } = await created({ ApplicationCodeConfiguration: undefined });
    expect(() => start()).toThrow(refusal("InvalidApplicationConfigurationException", /has no code/));
  });

  it("remembers its last thousand operations", async () => {
    const { start, stop, settle, flink } = await created();
    const first = start().OperationId;
    for (let times = 0; times < 501; times++) {
      if (times > 0) start();
      stop(true);
      await settle();
    }
    const { operations } = flink.applications.application(ApplicationName).run;
    expect(operations).toHaveLength(1_000);
    expect(operations.map(({ id }) => id)).not.toContain(first);
    expect(operations.at(-1)).toMatchObject({ kind: "StopApplication", number: 1_002 });
  });

  it("is started once at a time", async () => {
    const { start } = await created();
    start();
    expect(() => start()).toThrow(refusal("ResourceInUseException", /is in STARTING state/));
    const other = await created();
    await other.running();
    expect(() => other.start()).toThrow(refusal("ResourceInUseException", /is in RUNNING state/));
  });
});

describe("a Flink application that is stopped", () => {
  it("goes on from the snapshot that it took", async () => {
    const { running, stop, settle, status, job, start, snapshots, describe } = await created();
    await running();
    stop();
    expect(status()).toBe("STOPPING");
    expect(snapshots()).toMatchObject([{ SnapshotStatus: "CREATING" }]);
    await settle();
    expect(status()).toBe("READY");
    expect(snapshots()).toMatchObject([{ SnapshotStatus: "READY", ApplicationVersionId: 1 }]);
    start({ FlinkRunConfiguration: { AllowNonRestoredState: true } });
    expect(job().spec).toMatchObject({ restoreFrom: "savepoint-1-1", allowNonRestoredState: true });
    expect(describe().ApplicationConfigurationDescription.RunConfigurationDescription).toEqual({
      ApplicationRestoreConfigurationDescription: { ApplicationRestoreType: "RESTORE_FROM_LATEST_SNAPSHOT" },
      FlinkRunConfigurationDescription: { AllowNonRestoredState: true },
    });
  });

  it("takes no snapshot by force, nor where it has none", async () => {
    const forced = await created();
    await forced.running();
    forced.stop(true);
    expect(forced.status()).toBe("FORCE_STOPPING");
    await forced.settle();
    expect(forced.status()).toBe("READY");
    expect(forced.job().stops).toEqual([{ withSnapshot: false }]);
    const without = await created({ ApplicationSnapshotConfiguration: { SnapshotsEnabled: false } });
    await without.running();
    without.stop();
    await without.settle();
    expect(without.job().stops).toEqual([{ withSnapshot: false }]);
    expect(without.snapshots()).toEqual([]);
  });

  it("is stopped by force while it starts, which cancels that", async () => {
    const { start, stop, settle, status, job, operation } = await created();
    const { OperationId } = start();
    expect(() => stop()).toThrow(refusal("ResourceInUseException", /is in STARTING state, and must be RUNNING/));
    stop(true);
    await settle();
    expect(status()).toBe("READY");
    job().run();
    await settle();
    expect(status()).toBe("READY");
    expect(operation(OperationId).OperationStatus).toBe("CANCELLED");
  });

  it("goes on RUNNING when its snapshot fails", async () => {
    const { running, stop, settle, status, job, operation, snapshots } = await created();
    await running();
    job().savepointError = new Error("the disk is full");
    const { OperationId } = stop();
    await settle();
    expect(status()).toBe("RUNNING");
    expect(operation(OperationId).OperationFailureDetails).toEqual({ ErrorInfo: { ErrorString: "the disk is full" } });
    expect(snapshots()).toMatchObject([{ SnapshotStatus: "FAILED" }]);
  });

  it("is not stopped when nothing runs", async () => {
    const { stop } = await created();
    expect(() => stop()).toThrow(refusal("ResourceInUseException", /is in READY state, and must be RUNNING/));
    expect(() => stop(true)).toThrow(refusal("ResourceInUseException", /is in READY state/));
  });
});

describe("a Flink application that is updated", () => {
  const faster = {
    ApplicationConfigurationUpdate: {
      FlinkApplicationConfigurationUpdate: {
        ParallelismConfigurationUpdate: { ConfigurationTypeUpdate: "CUSTOM", ParallelismUpdate: 2 },
      },
    },
  };

  it("stops its job with a snapshot, and goes on from that by the new configuration", async () => {
    const { running, update, settle, status, job, jobs, operation, describe } = await created();
    await running();
    const { OperationId, ApplicationDetail } = await update(faster);
    expect(ApplicationDetail).toMatchObject({ ApplicationStatus: "UPDATING", ApplicationVersionId: 2 });
    await settle();
    expect(jobs[0]?.stops).toEqual([{ withSnapshot: true }]);
    expect(job().spec).toMatchObject({ parallelism: 2, restoreFrom: "savepoint-1-1" });
    expect(status()).toBe("UPDATING");
    job().run();
    await settle();
    expect(status()).toBe("RUNNING");
    expect(operation(OperationId)).toMatchObject({
      OperationStatus: "SUCCESSFUL",
      ApplicationVersionChangeDetails: { ApplicationVersionUpdatedFrom: 1, ApplicationVersionUpdatedTo: 2 },
    });
    expect(describe()).toMatchObject({ ApplicationVersionId: 2, ApplicationVersionUpdatedFrom: 1 });
  });

  it("begins anew where it is told to, or named a snapshot, and keeps saying so", async () => {
    const { running, update, settle, job, flink, describe, restore } = await created();
    await running();
    createApplicationSnapshot(flink, { ...named, SnapshotName: "good" });
    await settle();
    await update({ ...faster, RunConfigurationUpdate: restore("SKIP_RESTORE_FROM_SNAPSHOT") });
    await settle();
    expect(job().spec).not.toHaveProperty("restoreFrom");
    job().run();
    await settle();
    await update({ RunConfigurationUpdate: restore("RESTORE_FROM_CUSTOM_SNAPSHOT", "good") });
    await settle();
    expect(job().spec.restoreFrom).toBe("savepoint-1-1");
    job().run();
    await settle();
    const restored = describe().ApplicationConfigurationDescription.RunConfigurationDescription;
    await update(faster);
    await settle();
    // An update by itself goes on from where the job was.
    expect(job().spec.restoreFrom).toBe("savepoint-3-1");
    expect(describe().ApplicationConfigurationDescription.RunConfigurationDescription).toEqual(restored);
  });

  it("forgets at each update that state may be left out", async () => {
    const { start, update, settle, job, describe } = await created();
    start({ FlinkRunConfiguration: { AllowNonRestoredState: true } });
    job().run();
    await settle();
    await update(faster);
    await settle();
    expect(job().spec.allowNonRestoredState).toBe(false);
    expect(describe().ApplicationConfigurationDescription.RunConfigurationDescription).toMatchObject({
      FlinkRunConfigurationDescription: { AllowNonRestoredState: false },
    });
  });

  it("changes nothing when the snapshot to go on from is not there", async () => {
    const { running, update, describe, restore, status, start, stop, settle } = await created();
    await running();
    const absent = restore("RESTORE_FROM_CUSTOM_SNAPSHOT", "absent");
    const message = "Snapshot absent does not exist.";
    await expect(update({ RunConfigurationUpdate: absent })).rejects.toThrow(
      refusal("InvalidArgumentException", message),
    );
    expect(describe()).toMatchObject({ ApplicationVersionId: 1, ApplicationStatus: "RUNNING" });
    stop();
    await settle();
    expect(() => start(absent)).toThrow(refusal("InvalidArgumentException", message));
    expect(status()).toBe("READY");
  });

  it("is READY, with the reason, when its new job does not start", async () => {
    const { running, update, settle, status, job, operation } = await created();
    await running();
    const { OperationId } = await update(faster);
    await settle();
    job().refuse("no such table");
    await settle();
    expect(status()).toBe("READY");
    expect(operation(OperationId).OperationFailureDetails).toEqual({ ErrorInfo: { ErrorString: "no such table" } });
  });

  it("starts nothing where nothing ran", async () => {
    const { update, settle, status, jobs } = await created({}, { transitionMs });
    await update(faster);
    expect(status()).toBe("UPDATING");
    await settle();
    expect(jobs).toEqual([]);
  });

  it("starts no new job when it is stopped by force meanwhile", async () => {
    const { running, update, stop, settle, status, jobs } = await created();
    await running();
    await update(faster);
    stop(true);
    await settle();
    expect(status()).toBe("READY");
    expect(jobs).toHaveLength(1);
  });
});

describe("snapshots of a Flink application", () => {
  it("are taken of what runs, each by a name of its own", async () => {
    const { flink, running, settle, snapshots } = await created();
    const snapshot = (SnapshotName: string) => createApplicationSnapshot(flink, { ...named, SnapshotName });
    expect(() => snapshot("one")).toThrow(refusal("ResourceInUseException", /is in READY state, and must be RUNNING/));
    await running();
    snapshot("one");
    expect(snapshots()).toMatchObject([{ SnapshotName: "one", SnapshotStatus: "CREATING" }]);
    expect(() => snapshot("one")).toThrow(refusal("ResourceInUseException", "Snapshot one already exists."));
    await settle();
    expect(snapshots()).toMatchObject([
      { SnapshotName: "one", SnapshotStatus: "READY", RuntimeEnvironment: "FLINK-1_20" },
    ]);
  });

  it("are refused where they are switched off", async () => {
    const { flink, running } = await created({ ApplicationSnapshotConfiguration: { SnapshotsEnabled: false } });
    await running();
    expect(() => createApplicationSnapshot(flink, { ...named, SnapshotName: "one" })).toThrow(
      refusal("InvalidApplicationConfigurationException", /not enabled/),
    );
  });

  it("are removed with their savepoints, and only the one that was meant", async () => {
    const { flink, clock, running, snapshots, removed } = await created();
    await running();
    createApplicationSnapshot(flink, { ...named, SnapshotName: "one" });
    const remove = (SnapshotCreationTimestamp: number) =>
      deleteApplicationSnapshot(flink, { ...named, SnapshotName: "one", SnapshotCreationTimestamp });
    const createdSeconds = clock.now() / 1_000;
    await expect(remove(createdSeconds)).rejects.toThrow(refusal("ResourceInUseException", /being created/));
    await clock.advance(5_000);
    await expect(remove(clock.now() / 1_000)).rejects.toThrow(refusal("InvalidArgumentException", /not that of/));
    await remove(createdSeconds);
    expect(snapshots()).toEqual([]);
    expect(removed).toEqual(["savepoint-1-1"]);
  });

  it("are a thousand at most, but for those of a stop", async () => {
    const { flink, running, stop, settle, snapshots } = await created();
    await running();
    const take = (number: number) => createApplicationSnapshot(flink, { ...named, SnapshotName: `s${number}` });
    for (let number = 1; number <= 1_000; number++) take(number);
    expect(() => take(1_001)).toThrow(refusal("LimitExceededException", /1000 snapshots/));
    await settle();
    stop();
    await settle();
    const listed = [];
    let NextToken: string | undefined;
    do {
      const page = listApplicationSnapshots(flink, { ...named, NextToken });
      listed.push(...page.SnapshotSummaries);
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    expect(new Set(listed.map(({ SnapshotName }) => SnapshotName)).size).toBe(1_001);
    expect(snapshots()).toHaveLength(50);
  });
});

describe("a Flink application that is deleted", () => {
  it("ends its job, and takes its snapshots along", async () => {
    const { flink, clock, running, remove, status, job, removed } = await created({}, { transitionMs });
    void running();
    await clock.advance(transitionMs);
    createApplicationSnapshot(flink, { ...named, SnapshotName: "one" });
    await clock.advance(0);
    remove();
    expect(status()).toBe("DELETING");
    expect(remove).toThrow(refusal("ResourceInUseException", /is in DELETING state/));
    await clock.advance(transitionMs);
    expect(listApplications(flink, {}).ApplicationSummaries).toEqual([]);
    expect(job().stops).toEqual([{ withSnapshot: false }]);
    expect(removed).toEqual(["savepoint-1-1"]);
  });

  it("is the one that was made when the request says", async () => {
    const { flink, remove, clock, settle, status } = await created();
    const CreateTimestamp = clock.now() / 1_000 + 1;
    expect(() => deleteApplication(flink, { ...named, CreateTimestamp })).toThrow(
      refusal("InvalidArgumentException", /CreateTimestamp is not that of/),
    );
    expect(status()).toBe("READY");
    remove();
    await settle();
    expect(status).toThrow(refusal("ResourceNotFoundException", "Application orders does not exist."));
  });

  it("is not deleted on its way from one state to another", async () => {
    const { start, remove } = await created();
    start();
    expect(remove).toThrow(refusal("ResourceInUseException", /is in STARTING state, and must be READY or RUNNING/));
  });

  it("starts no job for an update when the process ends meanwhile", async () => {
    const { running, update, flink, jobs, settle } = await created();
    await running();
    await update({
      ApplicationConfigurationUpdate: { ApplicationSnapshotConfigurationUpdate: { SnapshotsEnabledUpdate: false } },
    });
    await flink.applications.close();
    await settle();
    expect(jobs).toHaveLength(1);
  });

  it("ends its job with the process", async () => {
    const { running, flink, job } = await created();
    await running();
    await flink.applications.close();
    expect(job().stops).toEqual([{ withSnapshot: false }]);
  });
});
