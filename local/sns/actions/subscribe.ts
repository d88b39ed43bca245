import { readInput, structure, text } from "../../server/input-shape";
import type { Sns } from "../sns";
import { attributeMap } from "./attribute-map";

const shape = structure(
  { TopicArn: text({}), Protocol: text({}) },
  { Endpoint: text({}), Attributes: attributeMap, ReturnSubscriptionArn: text({}) },
);

/** Subscribes a queue or a listener on this machine. @throws AwsError `NotFound`, `InvalidParameter` */
export function subscribe(sns: Sns, input: unknown) {
  const { TopicArn, Protocol, Endpoint = "", Attributes, ReturnSubscriptionArn } = readInput(shape, input);
  const { arn, isConfirmed } = sns.subscribe(TopicArn, Protocol, Endpoint, Attributes);
  return { SubscriptionArn: isConfirmed || ReturnSubscriptionArn === "true" ? arn : "pending confirmation" };
}
