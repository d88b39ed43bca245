import type { Environment } from "../../environments";
import { namesOf } from "../../names";
import { putOperatorMetrics } from "../put-operator-metrics";
import { chatPermissions } from "./chat";
import type { TerraformPermissions } from "./terraform-permissions";

/** Alarms, who is told of them, dashboards, and what is asked of logs and traces. */
export function observabilityPermissions(environment: Environment): TerraformPermissions {
  const names = namesOf(environment);
  const alarms = [names.alarmsArn];
  const dashboards = [names.dashboardsArn];
  const topics = [names.topic("*").arn];
  const traceGroup = [names.traceGroup.arnPattern];
  const chat = chatPermissions(environment);
  return {
    reads: [
      {
        Sid: "Describe",
        // CloudWatch tells of composite alarms only who may ask for any; of the others AWS lets a policy name none.
        Action: ["cloudwatch:DescribeAlarms", "logs:DescribeQueryDefinitions", "sns:GetSubscriptionAttributes"],
        Resource: ["*"],
      },
      {
        Sid: "ReadAlarms",
        Action: ["cloudwatch:GetDashboard", "cloudwatch:ListTagsForResource"],
        Resource: [...alarms, ...dashboards],
      },
      { Sid: "ReadTraceGroup", Action: ["xray:GetGroup", "xray:ListTagsForResource"], Resource: traceGroup },
      ...chat.reads,
    ],
    writes: [
      {
        Sid: "MakeAlarms",
        Action: [
          "cloudwatch:DeleteAlarms",
          "cloudwatch:DisableAlarmActions",
          "cloudwatch:EnableAlarmActions",
          "cloudwatch:PutMetricAlarm",
          "cloudwatch:TagResource",
          "cloudwatch:UntagResource",
        ],
        Resource: alarms,
      },
      // CloudWatch takes a composite alarm only from who may put any.
      { Sid: "MakeCompositeAlarms", Action: ["cloudwatch:PutCompositeAlarm"], Resource: ["*"] },
      {
        Sid: "MakeDashboards",
        Action: ["cloudwatch:DeleteDashboards", "cloudwatch:PutDashboard"],
        Resource: dashboards,
      },
      {
        Sid: "MakeQueries",
        Action: ["logs:DeleteQueryDefinition", "logs:PutQueryDefinition"],
        // Of these, AWS lets a policy name none.
        Resource: ["*"],
      },
      {
        Sid: "MakeTraceGroup",
        Action: ["xray:CreateGroup", "xray:DeleteGroup", "xray:TagResource", "xray:UntagResource", "xray:UpdateGroup"],
        Resource: traceGroup,
      },
      { Sid: "Subscribe", Action: ["sns:Subscribe"], Resource: topics },
      {
        Sid: "ChangeSubscriptions",
        Action: ["sns:SetSubscriptionAttributes", "sns:Unsubscribe"],
        // Of these, AWS lets a policy name no subscription.
        Resource: ["*"],
      },
      // That a deployment goes on.
      putOperatorMetrics(environment),
      ...chat.writes,
    ],
  };
}
