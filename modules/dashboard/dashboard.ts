import { CloudwatchDashboard } from "@cdktf/provider-aws/lib/cloudwatch-dashboard";
import { Construct } from "constructs";
import { type PlacedWidget, placeSections } from "./layout";
import type { Section } from "./panel";

/** See {@link Dashboard}. */
export interface DashboardProps {
  /** At most 255 letters, digits, hyphens and underscores. */
  readonly name: string;
  /** Whose metrics and logs it shows. */
  readonly region: string;
  readonly sections: readonly Section[];
}

/** CloudWatch's quotas; those of metrics can't be raised. */
const maxWidgets = 500;
const maxMetricsInWidget = 500;
const maxMetrics = 2_500;

/**
 * A dashboard of CloudWatch.
 * @throws Error when it shows more than CloudWatch takes
 */
export class Dashboard extends Construct {
  constructor(scope: Construct, id: string, props: DashboardProps) {
    super(scope, id);
    const widgets = placeSections(props.sections, props.region);
    const metrics = widgets.map(countMetrics);
    requireAtMost(props.name, widgets.length, maxWidgets, "widgets");
    requireAtMost(props.name, Math.max(0, ...metrics), maxMetricsInWidget, "metrics in one widget");
    requireAtMost(
      props.name,
      metrics.reduce((total, count) => total + count, 0),
      maxMetrics,
      "metrics",
    );
    new CloudwatchDashboard(this, "Resource", {
      dashboardName: props.name,
      // A chart of a longer time would else sum up longer periods, and its lines be compared with thresholds of others.
      dashboardBody: JSON.stringify({ start: "-PT3H", periodOverride: "inherit", widgets }),
    });
  }
}

/** Those that expressions read count, too. */
function countMetrics({ properties: { metrics } }: PlacedWidget): number {
  return Array.isArray(metrics) ? metrics.length : 0;
}

function requireAtMost(name: string, count: number, max: number, what: string): void {
  if (count <= max) return;
  throw new Error(
    `dashboard ${name} would have ${count} ${what}, and CloudWatch takes ${max}: spread what belongs to its pipeline over more environments`,
  );
}
