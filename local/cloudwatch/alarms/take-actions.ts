import { AwsError } from "../../aws-error";
import type { StateChange } from "./alarm";
import type { AlarmHistory } from "./alarm-history";
import { notification, notificationSubject } from "./alarm-notification";

/** What actions need. */
export interface ActionDependencies {
  /** 12 digits. */
  readonly accountId: string;
  readonly region: string;
  /** Tells a topic of a change. @throws AwsError when there is no such topic */
  readonly publish: (topicArn: string, subject: string, message: string) => void;
}

/** Takes the actions that an alarm has for its new state, and notes in its history which of them could not be. */
export function takeActions(change: StateChange, dependencies: ActionDependencies, history: AlarmHistory): void {
  const { ActionsEnabled, OKActions, AlarmActions, InsufficientDataActions } = change.alarm.settings;
  if (!ActionsEnabled) return;
  const actions = { OK: OKActions, ALARM: AlarmActions, INSUFFICIENT_DATA: InsufficientDataActions };
  for (const action of actions[change.to.value]) history.acted(change, action, problemOf(action, change, dependencies));
}

/** Takes an action. @returns what went wrong */
function problemOf(action: string, change: StateChange, dependencies: ActionDependencies): string | undefined {
  if (!/^arn:[^:]*:sns:/.test(action)) return "only actions on SNS topics are part of the local AWS";
  try {
    const subject = notificationSubject(change, dependencies.region);
    dependencies.publish(action, subject, notification(change, dependencies));
    return undefined;
  } catch (error) {
    if (error instanceof AwsError) return error.message;
    throw error;
  }
}
