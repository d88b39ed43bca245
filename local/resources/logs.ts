import { z } from "zod";
import { type Kinds, kind } from "./kind";

const group = z.object({ name: z.string(), retention_in_days: z.number().optional() });

const stream = z.object({ name: z.string(), log_group_name: z.string() });

/** What is made of CloudWatch Logs' resources. */
export const logsKinds: Kinds = {
  aws_cloudwatch_log_group: kind(
    group,
    ["kms_key_id", "log_group_class", "skip_destroy"],
    ({ name, retention_in_days }, _, { logs }) => {
      // Terraform's 0 is for ever.
      logs.createGroup(name, retention_in_days || undefined);
    },
  ),
  aws_cloudwatch_log_stream: kind(stream, [], ({ name, log_group_name }, _, { logs }) => {
    logs.createStream(log_group_name, name);
  }),
};
