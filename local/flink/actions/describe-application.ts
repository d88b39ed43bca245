import { flag, readInput, structure } from "../../server/input-shape";
import type { ManagedFlink } from "../managed-flink";
import { applicationName } from "./application-input";
import { applicationOutput } from "./application-output";

const shape = structure({ ApplicationName: applicationName }, { IncludeAdditionalDetails: flag });

/** Describes an application. There is no job plan, so `IncludeAdditionalDetails` adds nothing. */
export function describeApplication({ applications }: ManagedFlink, input: unknown) {
  const { ApplicationName } = readInput(shape, input);
  return { ApplicationDetail: applicationOutput(applications.application(ApplicationName)) };
}
