import { z } from "zod";
import { given, type Kinds, kind } from "./kind";

const queue = z.object({
  name: z.string(),
  delay_seconds: z.number().optional(),
  message_retention_seconds: z.number().optional(),
  visibility_timeout_seconds: z.number().optional(),
  redrive_policy: z.string().optional(),
});

/** What is made of SQS's resources. */
export const sqsKinds: Kinds = {
  aws_sqs_queue: kind(
    queue,
    ["kms_master_key_id", "kms_data_key_reuse_period_seconds", "sqs_managed_sse_enabled", "policy"],
    (settings, _, { sqs }) => sqs.createQueue(settings.name, queueAttributes(settings)),
  ),
};

function queueAttributes(settings: z.infer<typeof queue>): Record<string, string> {
  return given({
    DelaySeconds: settings.delay_seconds,
    MessageRetentionPeriod: settings.message_retention_seconds,
    VisibilityTimeout: settings.visibility_timeout_seconds,
    RedrivePolicy: settings.redrive_policy,
  });
}
