import { readInput, structure } from "../../server/input-shape";
import type { ManagedFlink } from "../managed-flink";
import { applicationName } from "./application-input";
import { runConfiguration, runConfigurationOf } from "./run-configuration-input";

const shape = structure({ ApplicationName: applicationName }, { RunConfiguration: runConfiguration });

/** Starts an application's job; it is STARTING until that runs. @throws AwsError as `ApplicationRun.start` */
export function startApplication({ applications }: ManagedFlink, input: unknown) {
  const { ApplicationName, RunConfiguration } = readInput(shape, input);
  const { id } = applications.application(ApplicationName).start(runConfigurationOf(RunConfiguration));
  return { OperationId: id };
}
