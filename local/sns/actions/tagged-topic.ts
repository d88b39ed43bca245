import { AwsError } from "../../aws-error";
import type { Sns } from "../sns";
import type { Topic } from "../topic";

/** The topic that a tag operation is about. @throws AwsError `ResourceNotFound`, the word of these operations alone */
export function taggedTopic(sns: Sns, arn: string): Topic {
  const topic = sns.topics().find((candidate) => candidate.arn === arn);
  if (topic) return topic;
  throw new AwsError("ResourceNotFound", "Resource does not exist", 404);
}
