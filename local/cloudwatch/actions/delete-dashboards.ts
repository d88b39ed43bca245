import { z } from "zod";
import { formList } from "../alarms/form-list";
import type { Dashboards } from "../dashboards/dashboards";
import { readInput } from "../input";

const shape = z.object({ DashboardNames: formList(z.string()) });

/** Deletes dashboards, all or none. @throws AwsError `DashboardNotFoundError` */
export function deleteDashboards(dashboards: Dashboards, input: unknown) {
  dashboards.delete(readInput(shape, input).DashboardNames);
  return {};
}
