import { z } from "zod";
import { Timestamp } from "../../server/timestamp";
import type { Dashboards } from "../dashboards/dashboards";
import { readInput } from "../input";
import { pageOf } from "../page-of";

const shape = z.object({ DashboardNamePrefix: z.string().default(""), NextToken: z.string().optional() });

/** Lists dashboards by name. */
export function listDashboards(dashboards: Dashboards, input: unknown) {
  const { DashboardNamePrefix, NextToken: asked } = readInput(shape, input);
  const found = dashboards.list().filter(({ name }) => name.startsWith(DashboardNamePrefix));
  const { items, NextToken } = pageOf(found, ({ name }) => name, { NextToken: asked });
  const DashboardEntries = items.map(({ name, arn, body, modifiedMs }) => ({
    DashboardName: name,
    DashboardArn: arn,
    LastModified: new Timestamp(modifiedMs),
    Size: Buffer.byteLength(body),
  }));
  return { DashboardEntries, NextToken };
}
