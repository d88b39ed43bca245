import { readInput, structure, text } from "../../server/input-shape";
import type { Sns } from "../sns";

const shape = structure({ SubscriptionArn: text({}), AttributeName: text({}) }, { AttributeValue: text({}) });

/** Sets an attribute of a subscription. @throws AwsError `NotFound`, `InvalidParameter` */
export function setSubscriptionAttributes(sns: Sns, input: unknown): void {
  const { SubscriptionArn, AttributeName, AttributeValue = "" } = readInput(shape, input);
  sns.subscription(SubscriptionArn).set(AttributeName, AttributeValue);
}
