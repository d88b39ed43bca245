import { queryService } from "../server/query-protocol";
import type { Service } from "../server/service";
import { confirmSubscription } from "./actions/confirm-subscription";
import { createTopic } from "./actions/create-topic";
import { deleteTopic } from "./actions/delete-topic";
import { getSubscriptionAttributes } from "./actions/get-subscription-attributes";
import { getTopicAttributes } from "./actions/get-topic-attributes";
import { listSubscriptions } from "./actions/list-subscriptions";
import { listSubscriptionsByTopic } from "./actions/list-subscriptions-by-topic";
import { listTagsForResource } from "./actions/list-tags-for-resource";
import { listTopics } from "./actions/list-topics";
import { publish } from "./actions/publish";
import { publishBatch } from "./actions/publish-batch";
import { setSubscriptionAttributes } from "./actions/set-subscription-attributes";
import { setTopicAttributes } from "./actions/set-topic-attributes";
import { subscribe } from "./actions/subscribe";
import { tagResource } from "./actions/tag-resource";
import { unsubscribe } from "./actions/unsubscribe";
import { untagResource } from "./actions/untag-resource";
import type { Sns } from "./sns";

/** The engine's operations by AWS's names. */
const operations: Readonly<Record<string, (sns: Sns, input: unknown) => unknown>> = {
  ConfirmSubscription: confirmSubscription,
  CreateTopic: createTopic,
  DeleteTopic: deleteTopic,
  GetSubscriptionAttributes: getSubscriptionAttributes,
  GetTopicAttributes: getTopicAttributes,
  ListSubscriptions: listSubscriptions,
  ListSubscriptionsByTopic: listSubscriptionsByTopic,
  ListTagsForResource: listTagsForResource,
  ListTopics: listTopics,
  Publish: publish,
  PublishBatch: publishBatch,
  SetSubscriptionAttributes: setSubscriptionAttributes,
  SetTopicAttributes: setTopicAttributes,
  Subscribe: subscribe,
  TagResource: tagResource,
  Unsubscribe: unsubscribe,
  UntagResource: untagResource,
};

/** Puts the engine behind the endpoint. */
export function snsService(sns: Sns): Service {
  const actions = Object.entries(operations).map(([name, operation]) => [
    name,
    (input: unknown) => operation(sns, input),
  ]);
  return queryService({
    name: "sns",
    namespace: "http://sns.amazonaws.com/doc/2010-03-31/",
    actions: Object.fromEntries(actions),
  });
}
