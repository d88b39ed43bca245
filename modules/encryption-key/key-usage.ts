import type { Conditions, Statement } from "../iam/policy-document";

/** See {@link usageThroughService}. */
export interface ServiceUsage {
  /** ARNs of principals; an account's root stands for all that the account's own policies allow. */
  readonly principals: readonly string[];
  /** The service's host, such as `kinesis.us-east-1.amazonaws.com`. */
  readonly host: string;
  readonly actions: readonly string[];
  /** Key of the encryption context that the service sends, such as `aws:kinesis:arn`. */
  readonly contextKey: string;
  /** The values of it that are ours. */
  readonly contextValues: readonly string[];
}

/** Lets principals use the key, but only through one service, and only for resources of ours. */
export function usageThroughService(sid: string, usage: ServiceUsage): Statement {
  return {
    Sid: sid,
    Principal: { AWS: usage.principals },
    Action: usage.actions,
    Resource: ["*"],
    Condition: {
      StringEquals: {
        "kms:ViaService": usage.host,
        [`kms:EncryptionContext:${usage.contextKey}`]: usage.contextValues,
      },
    },
  };
}

/** Lets a service use the key by itself, under conditions. */
export function usageByService(service: string, actions: readonly string[], condition: Conditions): Statement {
  return { Sid: "Service", Principal: { Service: service }, Action: actions, Resource: ["*"], Condition: condition };
}

/** Lets a service that works by grants, as DynamoDB does, keep using the key after the resource's maker has gone. */
export function grantsThroughService(accountRootArn: string, host: string): Statement {
  return {
    Sid: "Grants",
    Principal: { AWS: [accountRootArn] },
    Action: ["kms:CreateGrant"],
    Resource: ["*"],
    Condition: { StringEquals: { "kms:ViaService": host }, Bool: { "kms:GrantIsForAWSResource": "true" } },
  };
}
