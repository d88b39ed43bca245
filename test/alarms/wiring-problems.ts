import { existsSync } from "node:fs";
import { join } from "node:path";
import { AwsError } from "../../local/aws-error";
import { alarmName, readAlarmRule } from "../../local/cloudwatch/alarms/alarm-rule";
import type { ResolvedResource } from "../../local/terraform/stack";
import type { Alarms, CompositeAlarm, MetricAlarm } from "./alarms-of";
import { attribute, ofType } from "./resource-attributes";

const runbooks = join(__dirname, "..", "..", "docs", "runbooks");

/** What is wrong with what an alarm is called, whom it tells, and what that one is to do. */
export function* wiringProblems(
  alarm: MetricAlarm | CompositeAlarm,
  { metric, composite }: Alarms,
  resources: readonly ResolvedResource[],
): Generator<string> {
  const { name, description } = alarm;
  if ([...metric, ...composite].filter((it) => it.name === name).length > 1) yield "there is another of this name";
  if (name.length > 255) yield `its name has ${name.length} characters, and CloudWatch takes 255`;
  if (description.length > 1_024)
    yield `its description has ${description.length} characters, and CloudWatch takes 1024`;
  yield* runbookProblems(alarm);
  // An alarm that only keeps others back during a deployment has nobody to tell: that one is under way is no news.
  const isSuppressor = composite.some(({ suppressor }) => suppressor !== undefined && alarmName(suppressor) === name);
  if (!isSuppressor) yield* actionProblems(alarm, resources);
}

function* runbookProblems({ name, description }: MetricAlarm | CompositeAlarm): Generator<string> {
  const [, kind] = /docs\/runbooks\/([\w-]+)\.md/.exec(description) ?? [];
  if (kind === undefined) yield "its description leads to no runbook: docs/runbooks/<kind>.md";
  else if (!name.endsWith(`-${kind}`)) yield `its runbook is that of ${kind}, which its name does not end with`;
  else if (!existsSync(join(runbooks, `${kind}.md`))) yield `there is no docs/runbooks/${kind}.md`;
}

function* actionProblems(
  { actions, okActions, actionsEnabled }: MetricAlarm | CompositeAlarm,
  resources: readonly ResolvedResource[],
): Generator<string> {
  const topics = ofType(resources, "aws_sns_topic").map((topic) => attribute.text(topic, "arn"));
  if (actions.length === 0) yield "it tells nobody: alarm_actions is empty";
  if (!actionsEnabled) yield "it tells nobody: its actions are not enabled";
  for (const action of [...actions, ...okActions].filter((arn) => !topics.includes(arn))) {
    yield `${action} is no topic of this environment`;
  }
  if (okActions.join() !== actions.join()) yield "who hears that it went off does not hear that it is over: ok_actions";
}

/** What is wrong with a composite alarm's rule and with what keeps it back. */
export function* compositeProblems({ rule, suppressor }: CompositeAlarm, alarms: Alarms): Generator<string> {
  const known = new Set([...alarms.metric, ...alarms.composite].map(({ name }) => name));
  // AWS's limit.
  if (rule.length > 10_240) yield `its rule has ${rule.length} characters, and CloudWatch takes 10240`;
  yield* ruleProblems(rule, known);
  if (suppressor !== undefined && !known.has(alarmName(suppressor))) {
    yield `${suppressor}, which is to keep it back, is no alarm of this environment`;
  }
}

function* ruleProblems(rule: string, known: ReadonlySet<string>): Generator<string> {
  try {
    for (const name of readAlarmRule(rule).alarms.filter((it) => !known.has(it))) {
      yield `its rule is about ${name}, which is no alarm of this environment`;
    }
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    yield error.message;
  }
}
