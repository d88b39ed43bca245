import { z } from "zod";
import { integer, oneOf, section, text } from "../fields";
import { vpcSchema } from "../vpc";
import { bothHintsOrNone, bufferFields, bufferOf } from "./buffer";
import { type DeliveryContext, defaultBufferSeconds } from "./context";
import { backupOf, backupSchema } from "./objects";

/** A domain of OpenSearch Service. */
export const opensearchSchema = section({
  kind: z.literal("opensearch"),
  domainArn: text(
    /^arn:aws[a-z-]*:es:[a-z0-9-]+:\d{12}:domain\/[a-z][a-z0-9-]{2,27}$/,
    "the ARN of a domain of OpenSearch Service",
  ),
  // OpenSearch's own rule for the name of an index.
  indexName: text(
    /^(?![-_+.])[^A-Z\s\\/*?"<>|,#:]{1,80}$/,
    "an index's name of at most 80 characters, in lower case, none of \\ / * ? \" < > | , # : and no - _ + . at its start",
  ),
  // An index a day can be dropped whole when it is old.
  indexRotation: oneOf("none", "hour", "day", "week", "month").default("day"),
  // With Firehose's ids a batch that is sent again adds no second document.
  documentId: oneOf("firehose", "none").default("firehose"),
  // AWS's default; what is not taken by then goes to the backup.
  retrySeconds: integer(0, 7_200).default(300),
  /** Where a domain inside a VPC is reached from; can't be changed later. */
  vpc: vpcSchema.optional(),
  ...bufferFields(100, 900),
  backup: backupSchema.prefault({}),
}).superRefine(bothHintsOrNone);

/** Fills in what depends on the rest of the environment. */
export function completeOpensearch(entry: z.output<typeof opensearchSchema>, context: DeliveryContext) {
  const buffer = bufferOf(entry, { bufferMebibytes: 5, bufferSeconds: defaultBufferSeconds(context.tier) });
  return { ...entry, ...buffer, backup: backupOf(entry.backup, context) };
}
