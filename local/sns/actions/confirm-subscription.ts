import { readInput, structure, text } from "../../server/input-shape";
import type { Sns } from "../sns";

const shape = structure({ TopicArn: text({}), Token: text({}) }, {});

/** Confirms a subscription with the token that its endpoint was sent. @throws AwsError `NotFound`, `InvalidParameter` */
export function confirmSubscription(sns: Sns, input: unknown) {
  const { TopicArn, Token } = readInput(shape, input);
  return { SubscriptionArn: sns.confirmSubscription(TopicArn, Token).arn };
}
