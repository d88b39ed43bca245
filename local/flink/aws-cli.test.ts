import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { clientEnvironment } from "../../test/client-environment";
import { describeWith } from "../../test/requirements";
import {
  ApplicationName,
  account,
  configured,
  newApplication,
  S3ContentLocation,
  startManagedFlink,
} from "./applications-fixture";

const run = promisify(execFile);

describeWith("python", "Managed Flink by the AWS CLI", () => {
  let test: Awaited<ReturnType<typeof startManagedFlink>>;
  let env: NodeJS.ProcessEnv;

  beforeAll(async () => {
    test = await startManagedFlink();
    env = clientEnvironment(test.folder, test.endpoint.url, account.region);
  });

  afterAll(() => test.close());

  /** What `aws kinesisanalyticsv2 …` prints, parsed. */
  async function aws(operation: string, input: object) {
    const json = ["--cli-input-json", JSON.stringify(input), "--output", "json"];
    const { stdout } = await run("aws", ["kinesisanalyticsv2", operation, ...json], { env });
    return stdout === "" ? undefined : JSON.parse(stdout);
  }

  const named = { ApplicationName };

  /** Waits for what the application passes into. */
  async function become(status: string) {
    for (;;) {
      const { ApplicationDetail } = await aws("describe-application", named);
      if (ApplicationDetail.ApplicationStatus === status) return ApplicationDetail;
    }
  }

  it("is an application made, started, kept in a snapshot, updated, stopped and deleted", async () => {
    const given = { ...newApplication, ApplicationConfiguration: configured };
    await expect(aws("create-application", given)).rejects.toThrow(
      "An error occurred (InvalidArgumentException) when calling the CreateApplication operation: Please check the role " +
        "provided or validity of S3 location you provided. We are unable to get the specified fileKey: orders.jar in the " +
        "specified bucket: artifacts",
    );
    await test.s3.putObject("artifacts", S3ContentLocation.FileKey, "a jar");
    const { ApplicationDetail } = await aws("create-application", given);
    expect(ApplicationDetail).toMatchObject({ ...newApplication, ApplicationStatus: "READY" });

    const { OperationId } = await aws("start-application", named);
    await become("RUNNING");
    const operation = await aws("describe-application-operation", { ...named, OperationId });
    expect(operation.ApplicationOperationInfoDetails.OperationStatus).toBe("SUCCESSFUL");

    const snapshot = { ...named, SnapshotName: "before" };
    await aws("create-application-snapshot", snapshot);
    const { SnapshotDetails } = await aws("describe-application-snapshot", snapshot);
    expect(SnapshotDetails.SnapshotStatus).toBe("READY");

    await aws("update-application", {
      ...named,
      CurrentApplicationVersionId: 1,
      RunConfigurationUpdate: {
        ApplicationRestoreConfiguration: {
          ApplicationRestoreType: "RESTORE_FROM_CUSTOM_SNAPSHOT",
          SnapshotName: "before",
        },
      },
    });
    expect(await become("RUNNING")).toMatchObject({ ApplicationVersionId: 2 });
    expect(test.jobs.map(({ spec }) => spec.restoreFrom)).toEqual([undefined, "savepoint-1-1"]);
    await expect(aws("update-application", { ...named, CurrentApplicationVersionId: 1 })).rejects.toThrow(
      "An error occurred (ConcurrentModificationException) when calling the UpdateApplication operation",
    );

    await aws("stop-application", named);
    const { CreateTimestamp } = await become("READY");
    const { SnapshotSummaries } = await aws("list-application-snapshots", named);
    expect(SnapshotSummaries).toHaveLength(3);
    await aws("delete-application", { ...named, CreateTimestamp });
    await expect(become("gone")).rejects.toThrow("ResourceNotFoundException");
  }, 300_000);
});
