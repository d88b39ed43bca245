import { z } from "zod";
import { integer, oneOf, section, text } from "../fields";
import { bothHintsOrNone, bufferFields, bufferOf } from "./buffer";
import { type DeliveryContext, defaultBufferSeconds } from "./context";
import { backupOf, backupSchema } from "./objects";
import { secretArn } from "./secret-arn";

/** Any server that speaks Firehose's own protocol over HTTPS. */
export const httpEndpointSchema = section({
  kind: z.literal("http-endpoint"),
  url: text(/^https:\/\/[^\s/]+\S{0,950}$/, "an https:// address of at most 1000 characters"),
  /** What the console calls it. */
  name: text(/^\S(.{0,254}\S)?$/, "a name of 1 to 256 characters").optional(),
  /** Its value is `{"api_key": "…"}`; without it, requests carry no access key. */
  accessKeySecretArn: secretArn.optional(),
  // Each request carries them in one header.
  commonAttributes: z
    .record(
      text(/^\S.{0,255}$/, "a name of 1 to 256 characters"),
      text(/^.{0,1024}$/s, "a text of at most 1024 characters"),
      {
        error: "an object of names and texts",
      },
    )
    .refine((attributes) => Object.keys(attributes).length <= 50, { error: "at most 50 attributes" })
    .default({}),
  // JSON shrinks to a fraction, and egress costs money.
  contentEncoding: oneOf("none", "gzip").default("gzip"),
  // AWS's default; what is not taken by then goes to the backup.
  retrySeconds: integer(0, 7_200).default(300),
  ...bufferFields(64, 900),
  backup: backupSchema.prefault({}),
}).superRefine(bothHintsOrNone);

/** Fills in what depends on the rest of the environment. */
export function completeHttpEndpoint(entry: z.output<typeof httpEndpointSchema>, context: DeliveryContext) {
  const buffer = bufferOf(entry, { bufferMebibytes: 5, bufferSeconds: defaultBufferSeconds(context.tier) });
  return { ...entry, ...buffer, backup: backupOf(entry.backup, context) };
}
