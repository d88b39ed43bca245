import type { Environment } from "../../environments";
import { namesOf } from "../../names";
import type { TerraformPermissions } from "./terraform-permissions";

/** Functions, the mappings that feed them, the queues of what they give up, and the log groups of all that runs. */
export function functionPermissions(environment: Environment): TerraformPermissions {
  const names = namesOf(environment);
  const functions = [names.function("*").arn];
  const queues = [names.queue("*").arn];
  const logGroups = [names.logGroup("*").arn, names.deliveryLogGroup("*").arn, names.applicationLogGroup("*").arn];
  const ofOurFunctions = { ArnLike: { "lambda:FunctionArn": functions } };
  return {
    reads: [
      {
        Sid: "ReadFunctions",
        Action: [
          "lambda:GetFunction",
          "lambda:GetFunctionCodeSigningConfig",
          "lambda:ListTags",
          "lambda:ListVersionsByFunction",
        ],
        Resource: functions,
      },
      // Lambda makes up a mapping's ARN.
      {
        Sid: "ReadMappings",
        Action: ["lambda:GetEventSourceMapping"],
        Resource: [names.mappingsArn],
        Condition: ofOurFunctions,
      },
      { Sid: "ReadMappingTags", Action: ["lambda:ListTags"], Resource: [names.mappingsArn] },
      { Sid: "ReadQueues", Action: ["sqs:GetQueueAttributes", "sqs:ListQueueTags"], Resource: queues },
      { Sid: "ListLogGroups", Action: ["logs:DescribeLogGroups"], Resource: [names.logGroupsArn] },
      {
        Sid: "ReadLogGroups",
        Action: ["logs:DescribeLogStreams", "logs:ListTagsForResource"],
        Resource: logGroups,
      },
    ],
    writes: [
      {
        Sid: "MakeFunctions",
        Action: [
          "lambda:CreateFunction",
          "lambda:DeleteFunction",
          "lambda:DeleteFunctionConcurrency",
          "lambda:GetFunctionConfiguration",
          "lambda:PutFunctionConcurrency",
          "lambda:TagResource",
          "lambda:UntagResource",
          "lambda:UpdateFunctionCode",
          "lambda:UpdateFunctionConfiguration",
        ],
        Resource: functions,
      },
      {
        Sid: "MakeMappings",
        Action: ["lambda:CreateEventSourceMapping"],
        Resource: ["*"],
        Condition: ofOurFunctions,
      },
      {
        Sid: "ChangeMappings",
        Action: ["lambda:DeleteEventSourceMapping", "lambda:UpdateEventSourceMapping"],
        Resource: [names.mappingsArn],
        Condition: ofOurFunctions,
      },
      { Sid: "TagMappings", Action: ["lambda:TagResource", "lambda:UntagResource"], Resource: [names.mappingsArn] },
      {
        Sid: "MakeQueues",
        Action: ["sqs:CreateQueue", "sqs:DeleteQueue", "sqs:SetQueueAttributes", "sqs:TagQueue", "sqs:UntagQueue"],
        Resource: queues,
      },
      {
        Sid: "MakeLogGroups",
        Action: [
          "logs:AssociateKmsKey",
          "logs:CreateLogGroup",
          "logs:CreateLogStream",
          "logs:DeleteLogGroup",
          "logs:DeleteLogStream",
          "logs:DisassociateKmsKey",
          "logs:PutRetentionPolicy",
          "logs:TagResource",
          "logs:UntagResource",
        ],
        Resource: logGroups,
      },
    ],
  };
}
