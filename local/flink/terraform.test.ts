import { execFile } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { clientEnvironment } from "../../test/client-environment";
import { describeWith } from "../../test/requirements";
import { ApplicationName, account, startManagedFlink } from "./applications-fixture";

/** What Terraform's `-detailed-exitcode` says of a plan. */
const changed = 2;

/** One application in all the arguments that the project's own have, on S3 beside it. */
function template(changes: { windowSeconds: string; parallelism: number; start: boolean }) {
  const skips = ["credentials_validation", "metadata_api_check", "requesting_account_id", "region_validation"];
  const provider = {
    region: account.region,
    s3_use_path_style: true,
    ...Object.fromEntries(skips.map((check) => [`skip_${check}`, true])),
  };
  const application = {
    name: ApplicationName,
    description: "counts orders",
    runtime_environment: "FLINK-1_20",
    service_execution_role: "arn:aws:iam::000000000000:role/orders-flink",
    start_application: changes.start,
    application_configuration: {
      application_code_configuration: {
        code_content_type: "ZIPFILE",
        code_content: { s3_content_location: { bucket_arn: "arn:aws:s3:::artifacts", file_key: "orders.jar" } },
      },
      application_snapshot_configuration: { snapshots_enabled: true },
      environment_properties: {
        property_group: [
          { property_group_id: "job", property_map: { "sql.file": "orders.sql" } },
          { property_group_id: "parameters", property_map: { windowSeconds: changes.windowSeconds } },
        ],
      },
      flink_application_configuration: {
        checkpoint_configuration: {
          configuration_type: "CUSTOM",
          checkpointing_enabled: true,
          checkpoint_interval: 30_000,
          min_pause_between_checkpoints: 5_000,
        },
        monitoring_configuration: { configuration_type: "CUSTOM", log_level: "WARN", metrics_level: "TASK" },
        parallelism_configuration: {
          configuration_type: "CUSTOM",
          auto_scaling_enabled: false,
          parallelism: changes.parallelism,
          parallelism_per_kpu: 1,
        },
      },
      run_configuration: {
        application_restore_configuration: { application_restore_type: "RESTORE_FROM_LATEST_SNAPSHOT" },
        flink_run_configuration: { allow_non_restored_state: false },
      },
    },
    cloudwatch_logging_options: {
      log_stream_arn: "arn:aws:logs:ap-northeast-1:000000000000:log-group:orders:log-stream:orders",
    },
    tags: { owner: "data" },
  };
  return {
    terraform: { required_providers: { aws: { source: "aws", version: ">= 5.100.0, < 7.0.0" } } },
    provider: { aws: provider },
    resource: { aws_kinesisanalyticsv2_application: { orders: application } },
  };
}

describeWith("terraform", "Managed Flink by Terraform", () => {
  let test: Awaited<ReturnType<typeof startManagedFlink>>;
  let cwd: string;

  beforeAll(async () => {
    test = await startManagedFlink();
    await test.s3.putObject("artifacts", "orders.jar", "a jar");
    cwd = join(test.folder, "terraform");
    mkdirSync(cwd);
  });

  afterAll(() => test.close());

  /** What a command exits with; it fails with what it printed when that is an error. */
  function terraform(...args: string[]): Promise<number> {
    const { TF_CLI_CONFIG_FILE, HOME } = process.env;
    const client = clientEnvironment(test.folder, test.endpoint.url, account.region);
    const env = { ...client, TF_CLI_CONFIG_FILE, HOME, CHECKPOINT_DISABLE: "1" };
    return new Promise((resolve, reject) => {
      execFile("terraform", [...args, "-input=false", "-no-color"], { cwd, env }, (error, stdout, stderr) => {
        if (error && error.code !== changed) reject(new Error(`terraform ${args[0]}: ${stdout}${stderr}`));
        else resolve(error ? changed : 0);
      });
    });
  }

  const write = (changes: Parameters<typeof template>[0]) =>
    writeFileSync(join(cwd, "main.tf.json"), JSON.stringify(template(changes)));
  const plan = () => terraform("plan", "-detailed-exitcode");
  const apply = () => terraform("apply", "-auto-approve");

  it("is an application made, left alone, updated while it runs, stopped, left alone and destroyed", async () => {
    write({ windowSeconds: "60", parallelism: 2, start: true });
    await terraform("init");
    await apply();
    expect(test.jobs.map(({ spec }) => spec)).toEqual([
      {
        application: ApplicationName,
        propertyGroups: { job: { "sql.file": "orders.sql" }, parameters: { windowSeconds: "60" } },
        parallelism: 2,
        checkpoints: { intervalMs: 30_000, minPauseMs: 5_000 },
        allowNonRestoredState: false,
      },
    ]);
    expect(await plan()).toBe(0);

    // Terraform updates what runs, and stops it then.
    write({ windowSeconds: "30", parallelism: 4, start: false });
    await apply();
    const [first, second, ...others] = test.jobs;
    expect(second?.spec).toMatchObject({
      parallelism: 4,
      propertyGroups: { parameters: { windowSeconds: "30" } },
      restoreFrom: "savepoint-1-1",
    });
    expect([first?.stops, second?.stops, others]).toEqual([[{ withSnapshot: true }], [{ withSnapshot: true }], []]);
    expect(await plan()).toBe(0);
    await terraform("destroy", "-auto-approve");
    expect(test.applications()).toEqual([]);
  }, 300_000);
});
