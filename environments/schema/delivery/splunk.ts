import { z } from "zod";
import { integer, oneOf, section, text } from "../fields";
import { bothHintsOrNone, bufferFields, bufferOf } from "./buffer";
import type { DeliveryContext } from "./context";
import { backupOf, backupSchema } from "./objects";
import { secretArn } from "./secret-arn";

/** Splunk, through its HTTP Event Collector (HEC). */
export const splunkSchema = section({
  kind: z.literal("splunk"),
  hecEndpoint: text(/^https:\/\/[^\s/]+\S{0,2000}$/, "the https:// address of the HTTP Event Collector"),
  // Raw lets Splunk split and date the events; `event` wants each record in HEC's own envelope.
  hecEndpointType: oneOf("raw", "event").default("raw"),
  /** Its value is `{"hec_token": "…"}`. */
  tokenSecretArn: secretArn,
  // Splunk indexes within three minutes unless it is overloaded.
  acknowledgmentTimeoutSeconds: integer(180, 600).default(180),
  // AWS's default; what is not taken by then goes to the backup.
  retrySeconds: integer(0, 7_200).default(300),
  ...bufferFields(5, 60),
  backup: backupSchema.prefault({}),
}).superRefine(bothHintsOrNone);

/** Fills in what depends on the rest of the environment. */
export function completeSplunk(entry: z.output<typeof splunkSchema>, context: DeliveryContext) {
  const bufferSeconds = context.tier === "production" ? 60 : 15;
  return {
    ...entry,
    ...bufferOf(entry, { bufferMebibytes: 5, bufferSeconds }),
    backup: backupOf(entry.backup, context),
  };
}
