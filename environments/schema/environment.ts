import { z } from "zod";
import { alarmsSchema } from "./alarms";
import { type AnalyticsJob, analyticsSchema } from "./analytics";
import { accessLogsSchema, failuresSchema, lakeSchema, stateSchema } from "./buckets";
import { ciSchema } from "./ci";
import { type Delivery, deliverySchema } from "./delivery/delivery";
import { integer, mapOf, oneOf, role, section, type Tier, text } from "./fields";
import { type ProcessorEntry, processorSchema } from "./processor";
import { streamSchema } from "./stream";
import { tableSchema } from "./table";

// The stack that makes what Terraform itself needs is `bootstrap-<environment>`, all others are `<environment>-<stack>`.
const environmentName = role.refine((name) => !/^bootstrap(-|$)/.test(name), {
  error: "a name that does not begin with bootstrap, as the stacks do that hold Terraform's own state",
});

function schemasOf(tier: Tier) {
  const production = tier === "production";
  const stream = streamSchema(tier);
  const table = tableSchema(tier);
  const processor = processorSchema(tier);
  const delivery = deliverySchema(tier);
  const analytics = analyticsSchema(tier);
  const lake = lakeSchema(tier);
  const failures = failuresSchema(tier);
  const accessLogs = accessLogsSchema(tier);
  const alarms = alarmsSchema(tier);
  const environment = section({
    name: environmentName,
    tier: oneOf("development", "production"),
    project: role.default("kinesis-streaming"),
    account: text(/^\d{12}$/, "an AWS account id of 12 digits, as a string"),
    // The isolated partitions (us-iso, eu-isoe) have other ARNs and endpoints, which nothing here was checked against.
    region: text(
      /^(?!us-iso|eu-iso)[a-z]{2}(-[a-z]+)+-\d$/,
      "an AWS region of the partitions aws, aws-cn or aws-us-gov, such as us-east-1",
    ),
    owner: text(/^[\w.:/=+@ -]{1,256}$/, "who answers for it: 1 to 256 letters, digits, spaces and _.:/=+-@"),
    // Own keys can be audited, revoked and shared with other accounts; each costs money and so does each call.
    encryption: oneOf("customer-managed", "aws-managed").default(production ? "customer-managed" : "aws-managed"),
    // A key deleted by mistake can be saved for this long, and with it all that it encrypted.
    keyDeletionWindowDays: integer(7, 30).default(production ? 30 : 7),
    // Whether whatever holds data refuses to be destroyed; without it, a bucket is emptied when it goes.
    deletionProtection: z.boolean({ error: "true or false" }).default(production),
    streams: mapOf(stream).default({}),
    tables: mapOf(table).default({}),
    processors: mapOf(processor).default({}),
    deliveries: mapOf(delivery).default({}),
    analytics: mapOf(analytics).default({}),
    lake: lake.prefault({}),
    failures: failures.prefault({}),
    accessLogs: accessLogs.prefault({}),
    alarms: alarms.prefault({}),
    state: stateSchema.prefault({}),
    // Without it, people plan and apply with credentials of their own.
    ci: ciSchema.optional(),
  });
  return { environment, stream, table, processor, delivery, analytics, lake, failures, accessLogs, alarms };
}

/** The schema of an environment and those of its parts, with the defaults of each tier; an unknown field is refused. */
export const schemas = { development: schemasOf("development"), production: schemasOf("production") };

type EnvironmentSchema = (typeof schemas)[Tier]["environment"];

/** What a file of `environments/` states. */
export type EnvironmentInput = z.input<EnvironmentSchema>;

/** A processor with every default filled in. */
export type Processor = Omit<ProcessorEntry, "code" | "maximumRecordAgeSeconds"> & {
  /** Folder of functions/. */
  readonly code: string;
  /** -1 until the record expires. */
  readonly maximumRecordAgeSeconds: number;
};

/** An environment whose fields were checked one by one. */
export type ParsedEnvironment = z.output<EnvironmentSchema>;

/** An environment with every field checked and every default filled in. */
export type Environment = Omit<ParsedEnvironment, "processors" | "deliveries" | "analytics"> & {
  readonly processors: Record<string, Processor>;
  readonly deliveries: Record<string, Delivery>;
  readonly analytics: Record<string, AnalyticsJob>;
};
