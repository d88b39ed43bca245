import { z } from "zod";
import { AwsError } from "../../aws-error";
import { parseJson } from "../../parse-json";

const gridColumns = 24;
const maxHeight = 1_000;
const maxWidgets = 500;

const place = {
  x: z
    .number()
    .min(0)
    .max(gridColumns - 1)
    .optional(),
  y: z.number().min(0).optional(),
  width: z.number().min(1).max(gridColumns).optional(),
  height: z.number().min(1).max(maxHeight).optional(),
};

/** What AWS asks of a widget of each type; what else it has may be anything. */
const widget = z.discriminatedUnion("type", [
  z.looseObject({ ...place, type: z.literal("text"), properties: z.looseObject({ markdown: z.string() }) }),
  z.looseObject({
    ...place,
    type: z.literal("metric"),
    properties: z.looseObject({
      region: z.string(),
      metrics: z.array(z.array(z.unknown()).min(1)).optional(),
      annotations: z.looseObject({}).optional(),
    }),
  }),
  z.looseObject({
    ...place,
    type: z.literal("log"),
    properties: z.looseObject({ region: z.string(), query: z.string() }),
  }),
  z.looseObject({
    ...place,
    type: z.literal("alarm"),
    properties: z.looseObject({ alarms: z.array(z.string()).max(100) }),
  }),
  z.looseObject({ ...place, type: z.literal("explorer"), properties: z.looseObject({}) }),
  z.looseObject({ ...place, type: z.literal("custom"), properties: z.looseObject({ endpoint: z.string() }) }),
]);

const bodyShape = z.looseObject({ widgets: z.array(widget).max(maxWidgets) });

/** Something about a dashboard's body, by AWS's names. */
export interface ValidationMessage {
  readonly DataPath: string;
  readonly Message: string;
}

/**
 * Checks a dashboard's body.
 * @returns what is of no use in it, though it does no harm
 * @throws AwsError `DashboardInvalidInputError` that tells of all that is wrong
 */
export function checkDashboardBody(body: string): readonly ValidationMessage[] {
  const json = parseJson(body);
  if (typeof json !== "object" || json === null) {
    throw invalidBody([{ DataPath: "", Message: "The field dashboardBody must be a valid JSON object" }]);
  }
  const parsed = bodyShape.safeParse(json);
  if (!parsed.success) throw invalidBody(parsed.error.issues.map(({ path, message }) => messageOf(path, message)));
  return parsed.data.widgets.flatMap(({ type, properties }, index) =>
    type === "metric" && properties.metrics === undefined && properties.annotations === undefined
      ? [messageOf(["widgets", index, "properties"], "The widget has neither metrics nor annotations")]
      : [],
  );
}

function messageOf(path: readonly PropertyKey[], message: string): ValidationMessage {
  return { DataPath: path.map((step) => `/${String(step)}`).join(""), Message: message };
}

function invalidBody(messages: readonly ValidationMessage[]): AwsError {
  const listed = JSON.stringify(messages.map(({ DataPath, Message }) => ({ dataPath: DataPath, message: Message })));
  return new AwsError(
    "DashboardInvalidInputError",
    `The dashboard body is invalid, there are ${messages.length} validation errors: ${listed}`,
  );
}
