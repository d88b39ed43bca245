import { z } from "zod";
import { unreachable } from "../sns/destination";
import { given, type Kinds, kind } from "./kind";

const topic = z.object({
  name: z.string(),
  display_name: z.string().optional(),
  signature_version: z.number().optional(),
});

const subscription = z.object({
  topic_arn: z.string(),
  protocol: z.string(),
  endpoint: z.string(),
  raw_message_delivery: z.boolean().optional(),
  filter_policy: z.string().optional(),
  filter_policy_scope: z.string().optional(),
  redrive_policy: z.string().optional(),
});

/** What is made of SNS's resources. */
export const snsKinds: Kinds = {
  aws_sns_topic: kind(topic, ["policy", "kms_master_key_id", "tracing_config"], (settings, _, { sns }) => {
    const attributes = { DisplayName: settings.display_name, SignatureVersion: settings.signature_version };
    sns.createTopic(settings.name, given(attributes));
  }),
  aws_sns_topic_subscription: kind(
    subscription,
    ["endpoint_auto_confirms", "confirmation_timeout_in_minutes", "subscription_role_arn"],
    (settings, { address }, { sns, notice }) => {
      const reason = unreachable(settings.protocol, settings.endpoint);
      if (reason !== undefined) return notice(`${address} is left out: ${reason}`);
      const attributes = {
        RawMessageDelivery: settings.raw_message_delivery,
        FilterPolicy: settings.filter_policy,
        FilterPolicyScope: settings.filter_policy_scope,
        RedrivePolicy: settings.redrive_policy,
      };
      sns.subscribe(settings.topic_arn, settings.protocol, settings.endpoint, given(attributes));
    },
  ),
};
