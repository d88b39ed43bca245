import { z } from "zod";
import { checkDashboardBody } from "../dashboards/dashboard-body";
import type { Dashboards } from "../dashboards/dashboards";
import { readInput } from "../input";
import { invalidValue } from "../parameter-errors";

const shape = z.object({ DashboardName: z.string(), DashboardBody: z.string() });

/** Makes or changes a dashboard. @throws AwsError as PutDashboard does */
export function putDashboard(dashboards: Dashboards, input: unknown) {
  const { DashboardName, DashboardBody } = readInput(shape, input);
  if (!/^[\w-]+$/.test(DashboardName)) {
    throw invalidValue(
      "The value for field DashboardName contains invalid characters. " +
        "It can only contain alphanumerics, dash (-) and underscore (_).\n",
    );
  }
  if (DashboardName.length > 255)
    throw invalidValue("The value for field DashboardName is longer than 255 characters.");
  const DashboardValidationMessages = checkDashboardBody(DashboardBody);
  dashboards.put(DashboardName, DashboardBody);
  return { DashboardValidationMessages };
}
