import { deleteDashboards } from "../actions/delete-dashboards";
import { getDashboard } from "../actions/get-dashboard";
import { listDashboards } from "../actions/list-dashboards";
import { putDashboard } from "../actions/put-dashboard";
import type { Dashboards } from "./dashboards";

/** The operations on dashboards, by AWS's names. */
export const dashboardActions: Readonly<Record<string, (dashboards: Dashboards, input: unknown) => unknown>> = {
  DeleteDashboards: deleteDashboards,
  GetDashboard: getDashboard,
  ListDashboards: listDashboards,
  PutDashboard: putDashboard,
};
