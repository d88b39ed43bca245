import { z } from "zod";
import type { Dashboards } from "../dashboards/dashboards";
import { formList } from "../form-list";
import { readInput } from "../input";

const shape = z.object({ DashboardNames: formList(z.string()) });

/** Deletes dashboards, all or none. @throws AwsError `DashboardNotFoundError` */
export function deleteDashboards(dashboards: Dashboards, input: unknown) {
  dashboards.delete(readInput(shape, input).DashboardNames);
  return {};
}
