import { CloudwatchCompositeAlarm } from "@cdktf/provider-aws/lib/cloudwatch-composite-alarm";
import { Construct } from "constructs";

/** See {@link CompositeAlarm}. */
export interface CompositeAlarmProps {
  /** At most 255 characters. */
  readonly name: string;
  /** At most 1,024 characters. */
  readonly description: string;
  /** At most 10,240 characters, of at most 100 alarms. */
  readonly rule: string;
  /** The alarm that keeps its actions back while it is in ALARM. */
  readonly suppressor: {
    readonly name: string;
    /** How long to wait for it before one acts. */
    readonly waitSeconds: number;
    /** How long one goes on keeping them back after it. */
    readonly extensionSeconds: number;
  };
  /** ARN of the topic that is told when it goes off, and when it is over. */
  readonly topicArn: string;
}

/** An alarm on the states of other alarms. */
export class CompositeAlarm extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: CompositeAlarmProps) {
    super(scope, id);
    const { suppressor, topicArn } = props;
    const alarm = new CloudwatchCompositeAlarm(this, "Resource", {
      alarmName: props.name,
      alarmDescription: props.description,
      alarmRule: props.rule,
      actionsSuppressor: {
        alarm: suppressor.name,
        waitPeriod: suppressor.waitSeconds,
        extensionPeriod: suppressor.extensionSeconds,
      },
      alarmActions: [topicArn],
      okActions: [topicArn],
    });
    this.arn = alarm.arn;
  }
}
