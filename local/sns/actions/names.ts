import { structure, text } from "../../server/input-shape";

/** What most operations are about. */
export const ofTopic = structure({ TopicArn: text({}) }, {});

/** What most others are about. */
export const ofSubscription = structure({ SubscriptionArn: text({}) }, {});
