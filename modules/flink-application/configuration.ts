import type { FlinkCode } from "../flink-code/flink-code";
import type { Vpc } from "../iam/network-statements";
import { literal } from "../terraform/literal";

/** What runs, and how. */
export interface ApplicationSettings {
  readonly code: FlinkCode;
  /** What the code is told: at most 50 groups of 1–50 properties. */
  readonly propertyGroups: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** 1–256; with `autoscaling`, the least. */
  readonly parallelism: number;
  /** 1–8. */
  readonly parallelismPerKpu: number;
  readonly autoscaling: boolean;
  readonly checkpointSeconds: number;
  readonly minPauseSeconds: number;
  /** Whether a snapshot is taken whenever the application stops. */
  readonly snapshots: boolean;
  readonly logLevel: string;
  readonly metricsLevel: string;
  /** @default none: it reaches AWS's public endpoints alone */
  readonly vpc: Vpc | undefined;
}

/**
 * Terraform's `application_configuration`. There is no restore configuration: without one, AWS starts a new application
 * without state, and restores any other from its latest snapshot. One that names the snapshot says so to a first start,
 * too, which has none.
 */
export function applicationConfiguration(props: ApplicationSettings) {
  const { code, vpc } = props;
  const groups = Object.entries(props.propertyGroups).map(([propertyGroupId, properties]) => {
    const entries = Object.entries(properties).map(([key, value]) => [key, literal(value)]);
    return { propertyGroupId, propertyMap: Object.fromEntries(entries) };
  });
  return {
    applicationCodeConfiguration: {
      // A jar is a zip file, and AWS knows no closer word.
      codeContentType: "ZIPFILE",
      codeContent: { s3ContentLocation: { bucketArn: code.bucketArn, fileKey: code.key } },
    },
    applicationSnapshotConfiguration: { snapshotsEnabled: props.snapshots },
    environmentProperties: { propertyGroup: groups },
    flinkApplicationConfiguration: {
      // AWS goes by its own values unless each says that it is custom.
      checkpointConfiguration: {
        configurationType: "CUSTOM",
        checkpointingEnabled: true,
        checkpointInterval: props.checkpointSeconds * 1_000,
        minPauseBetweenCheckpoints: props.minPauseSeconds * 1_000,
      },
      monitoringConfiguration: {
        configurationType: "CUSTOM",
        logLevel: props.logLevel,
        metricsLevel: props.metricsLevel,
      },
      parallelismConfiguration: {
        configurationType: "CUSTOM",
        parallelism: props.parallelism,
        parallelismPerKpu: props.parallelismPerKpu,
        autoScalingEnabled: props.autoscaling,
      },
    },
    vpcConfiguration: vpc && { subnetIds: [...vpc.subnetIds], securityGroupIds: [...vpc.securityGroupIds] },
  };
}
