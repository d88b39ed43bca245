import { readInput, structure } from "../../server/input-shape";
import type { ManagedFlink } from "../managed-flink";
import { page, pageMembers } from "./page";

const shape = structure({}, pageMembers);

/** Lists a page of applications, by name. */
export function listApplications({ applications }: ManagedFlink, input: unknown) {
  const { items, ...next } = page(applications.list(), ({ name }) => name, readInput(shape, input));
  const ApplicationSummaries = items.map(({ name, arn, run, version }) => ({
    ApplicationName: name,
    ApplicationARN: arn,
    ApplicationStatus: run.status,
    ApplicationVersionId: version.id,
    RuntimeEnvironment: version.configuration.runtime,
    ApplicationMode: "STREAMING",
  }));
  return { ApplicationSummaries, ...next };
}
