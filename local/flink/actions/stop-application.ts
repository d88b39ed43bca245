import { flag, readInput, structure } from "../../server/input-shape";
import type { ManagedFlink } from "../managed-flink";
import { applicationName } from "./application-input";

const shape = structure({ ApplicationName: applicationName }, { Force: flag });

/** Stops an application's job, with a snapshot unless by force. @throws AwsError as `ApplicationRun.stop` */
export function stopApplication({ applications }: ManagedFlink, input: unknown) {
  const { ApplicationName, Force = false } = readInput(shape, input);
  return { OperationId: applications.application(ApplicationName).run.stop(Force).id };
}
