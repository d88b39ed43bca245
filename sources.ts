import type { Sources } from "./environments";
import { listJobs } from "./flink-sources";
import { listFunctions } from "./functions/folders";

/** What there is for an environment's file to name. */
export async function listSources(): Promise<Sources> {
  return { functions: await listFunctions(), jobs: listJobs() };
}
