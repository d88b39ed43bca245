import { readInput, structure, text } from "../../server/input-shape";
import type { ManagedFlink } from "../managed-flink";
import { applicationName } from "./application-input";
import { maintenanceOutput } from "./application-output";

const startTime = text({ min: 5, max: 5, pattern: "([01][0-9]|2[0-3]):[0-5][0-9]" });

const shape = structure(
  {
    ApplicationName: applicationName,
    ApplicationMaintenanceConfigurationUpdate: structure(
      { ApplicationMaintenanceWindowStartTimeUpdate: startTime },
      {},
    ),
  },
  {},
);

/** Notes when AWS would maintain an application. @throws AwsError `ResourceInUseException` unless it is READY or RUNNING */
export function updateApplicationMaintenanceConfiguration({ applications }: ManagedFlink, input: unknown) {
  const { ApplicationName, ApplicationMaintenanceConfigurationUpdate: update } = readInput(shape, input);
  const application = applications.application(ApplicationName);
  application.run.requireStatus("READY", "RUNNING");
  application.maintenanceWindowStart = update.ApplicationMaintenanceWindowStartTimeUpdate;
  return {
    ApplicationARN: application.arn,
    ApplicationMaintenanceConfigurationDescription: maintenanceOutput(application.maintenanceWindowStart),
  };
}
