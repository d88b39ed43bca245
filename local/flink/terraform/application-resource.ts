import { z } from "zod";
import { block, blocks } from "../../terraform/blocks";

const configurationType = z.string();

const codeConfiguration = z.object({
  code_content_type: z.string(),
  code_content: block(
    z.object({
      s3_content_location: block(
        z.object({ bucket_arn: z.string(), file_key: z.string(), object_version: z.string().optional() }),
      ),
    }),
  ),
});

const flinkConfiguration = z.object({
  checkpoint_configuration: block(
    z.object({
      configuration_type: configurationType,
      checkpointing_enabled: z.boolean().optional(),
      checkpoint_interval: z.number().optional(),
      min_pause_between_checkpoints: z.number().optional(),
    }),
  ),
  monitoring_configuration: block(
    z.object({
      configuration_type: configurationType,
      log_level: z.string().optional(),
      metrics_level: z.string().optional(),
    }),
  ),
  parallelism_configuration: block(
    z.object({
      configuration_type: configurationType,
      auto_scaling_enabled: z.boolean().optional(),
      parallelism: z.number().optional(),
      parallelism_per_kpu: z.number().optional(),
    }),
  ),
});

const runConfiguration = z.object({
  application_restore_configuration: block(
    z.object({ application_restore_type: z.string().optional(), snapshot_name: z.string().optional() }),
  ),
  flink_run_configuration: block(z.object({ allow_non_restored_state: z.boolean().optional() })),
});

const applicationConfiguration = z.strictObject({
  application_code_configuration: block(codeConfiguration),
  application_snapshot_configuration: block(z.object({ snapshots_enabled: z.boolean() })),
  environment_properties: block(
    z.object({
      property_group: blocks(
        z.object({ property_group_id: z.string(), property_map: z.record(z.string(), z.string()) }),
      ),
    }),
  ),
  flink_application_configuration: block(flinkConfiguration),
  run_configuration: block(runConfiguration),
  vpc_configuration: block(z.object({ subnet_ids: z.array(z.string()), security_group_ids: z.array(z.string()) })),
});

/** The arguments of a Flink application in Terraform. */
export const applicationResource = z.object({
  name: z.string(),
  description: z.string().optional(),
  runtime_environment: z.string(),
  service_execution_role: z.string(),
  application_mode: z.string().optional(),
  application_configuration: block(applicationConfiguration),
  cloudwatch_logging_options: block(z.object({ log_stream_arn: z.string() })),
  start_application: z.boolean().default(false),
  tags: z.record(z.string(), z.string()).default({}),
});

type ApplicationResource = z.infer<typeof applicationResource>;
type Configuration = z.infer<typeof applicationConfiguration>;

/** What CreateApplication is asked for. */
export function createApplicationInput(settings: ApplicationResource): object {
  const { application_configuration: configuration, cloudwatch_logging_options: logging } = settings;
  const tags = Object.entries(settings.tags).map(([Key, Value]) => ({ Key, Value }));
  return {
    ApplicationName: settings.name,
    ApplicationDescription: settings.description,
    RuntimeEnvironment: settings.runtime_environment,
    ServiceExecutionRole: settings.service_execution_role,
    ApplicationMode: settings.application_mode,
    ApplicationConfiguration: configuration && configurationInput(configuration),
    CloudWatchLoggingOptions: logging && [{ LogStreamARN: logging.log_stream_arn }],
    // AWS takes no list of none.
    Tags: tags.length > 0 ? tags : undefined,
  };
}

function configurationInput(configuration: Configuration): object {
  const { application_code_configuration: code, vpc_configuration: vpc } = configuration;
  const { application_snapshot_configuration: snapshots, environment_properties: properties } = configuration;
  return {
    ApplicationCodeConfiguration: code && codeInput(code),
    ApplicationSnapshotConfiguration: snapshots && { SnapshotsEnabled: snapshots.snapshots_enabled },
    EnvironmentProperties: properties && {
      PropertyGroups: properties.property_group.map(({ property_group_id, property_map }) => ({
        PropertyGroupId: property_group_id,
        PropertyMap: property_map,
      })),
    },
    FlinkApplicationConfiguration:
      configuration.flink_application_configuration && flinkInput(configuration.flink_application_configuration),
    VpcConfigurations: vpc && [{ SubnetIds: vpc.subnet_ids, SecurityGroupIds: vpc.security_group_ids }],
  };
}

function codeInput({ code_content_type, code_content }: z.infer<typeof codeConfiguration>): object {
  const location = code_content?.s3_content_location;
  return {
    CodeContentType: code_content_type,
    CodeContent: {
      S3ContentLocation: location && {
        BucketARN: location.bucket_arn,
        FileKey: location.file_key,
        ObjectVersion: location.object_version,
      },
    },
  };
}

function flinkInput(configuration: z.infer<typeof flinkConfiguration>): object {
  const { checkpoint_configuration: checkpoints, monitoring_configuration: monitoring } = configuration;
  const { parallelism_configuration: parallelism } = configuration;
  return {
    CheckpointConfiguration: checkpoints && {
      ConfigurationType: checkpoints.configuration_type,
      CheckpointingEnabled: checkpoints.checkpointing_enabled,
      CheckpointInterval: checkpoints.checkpoint_interval,
      MinPauseBetweenCheckpoints: checkpoints.min_pause_between_checkpoints,
    },
    MonitoringConfiguration: monitoring && {
      ConfigurationType: monitoring.configuration_type,
      LogLevel: monitoring.log_level,
      MetricsLevel: monitoring.metrics_level,
    },
    ParallelismConfiguration: parallelism && {
      ConfigurationType: parallelism.configuration_type,
      AutoScalingEnabled: parallelism.auto_scaling_enabled,
      Parallelism: parallelism.parallelism,
      ParallelismPerKPU: parallelism.parallelism_per_kpu,
    },
  };
}

/** What StartApplication is asked for. */
export function startApplicationInput({ name, application_configuration }: ApplicationResource): object {
  const { application_restore_configuration: restore, flink_run_configuration: flink } =
    application_configuration?.run_configuration ?? {};
  return {
    ApplicationName: name,
    RunConfiguration: {
      // Terraform says so without a type where it means what AWS does by itself.
      ApplicationRestoreConfiguration: restore?.application_restore_type
        ? { ApplicationRestoreType: restore.application_restore_type, SnapshotName: restore.snapshot_name }
        : undefined,
      FlinkRunConfiguration: flink && { AllowNonRestoredState: flink.allow_non_restored_state },
    },
  };
}
