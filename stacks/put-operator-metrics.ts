import type { Environment } from "../environments";
import type { Statement } from "../modules/iam/policy-document";
import { namesOf } from "../names";

/** Putting what operators measure, and nothing that AWS or the functions do. Metrics have no ARN, but a namespace. */
export function putOperatorMetrics(environment: Environment): Statement {
  const { namespace } = namesOf(environment).deployMetric;
  return {
    Sid: "PutMetrics",
    Action: ["cloudwatch:PutMetricData"],
    Resource: ["*"],
    Condition: { StringEquals: { "cloudwatch:namespace": namespace } },
  };
}
