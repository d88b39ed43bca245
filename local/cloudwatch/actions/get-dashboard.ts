import { z } from "zod";
import type { Dashboards } from "../dashboards/dashboards";
import { readInput } from "../input";

const shape = z.object({ DashboardName: z.string() });

/** Gives a dashboard as it was put. @throws AwsError `DashboardNotFoundError` */
export function getDashboard(dashboards: Dashboards, input: unknown) {
  const { name, arn, body } = dashboards.get(readInput(shape, input).DashboardName);
  return { DashboardArn: arn, DashboardBody: body, DashboardName: name };
}
