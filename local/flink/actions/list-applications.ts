import { readInput, structure } from "../../server/input-shape";
import { cutPage } from "../../server/page";
import type { ManagedFlink } from "../managed-flink";
import { applicationName } from "./application-input";
import { defaultLimit, limit } from "./page";

const shape = structure({}, { Limit: limit, NextToken: applicationName });

/** Lists a page of applications, by name. Its token is the last one's name. */
export function listApplications({ applications }: ManagedFlink, input: unknown) {
  const { Limit = defaultLimit, NextToken: after } = readInput(shape, input);
  const { items, last } = cutPage(applications.list(), ({ name }) => name, Limit, after);
  const ApplicationSummaries = items.map(({ name, arn, run, version }) => ({
    ApplicationName: name,
    ApplicationARN: arn,
    ApplicationStatus: run.status,
    ApplicationVersionId: version.id,
    RuntimeEnvironment: version.configuration.runtime,
    ApplicationMode: "STREAMING",
  }));
  return { ApplicationSummaries, ...(last !== undefined && { NextToken: last }) };
}
