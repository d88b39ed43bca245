import { CloudwatchQueryDefinition } from "@cdktf/provider-aws/lib/cloudwatch-query-definition";
import { XrayGroup } from "@cdktf/provider-aws/lib/xray-group";
import { Construct } from "constructs";
import type { Environment } from "../environments";
import { CompositeAlarm } from "../modules/composite-alarm/composite-alarm";
import { metricsOf } from "../modules/metric/metric";
import { MetricAlarm } from "../modules/metric-alarm/metric-alarm";
import type { Alarm } from "./alarms/alarm";
import { EnvironmentAlarms } from "./alarms/environment-alarms";
import { describe, kinds } from "./alarms/kinds";
import { unhealthyRules } from "./alarms/unhealthy-rules";
import type { ShownAlarm } from "./dashboards/overview-section";
import { addPipelineDashboard } from "./dashboards/pipeline-dashboard";
import { EnvironmentStack } from "./environment-stack";
import { logQueries } from "./log-queries";
import { type Pipeline, pipelinesOf } from "./pipelines";
import { tracesFilter } from "./traces-filter";
import type { WatchedStacks } from "./watched-stacks";

/** What tells people of the environment: alarms, dashboards, and what is asked of logs and traces. It changes often, and touches no data. */
export class ObservabilityStack extends EnvironmentStack {
  private readonly made = new Map<Alarm, MetricAlarm>();
  private readonly alarms = new Construct(this, "Alarms");
  private readonly alarmKinds = new Map<string, Construct>();

  constructor(scope: Construct, environment: Environment, stacks: WatchedStacks) {
    super(scope, "observability", environment);
    for (const stack of Object.values(stacks)) this.addDependency(stack);

    const alarms = new EnvironmentAlarms(environment, stacks);
    for (const alarm of alarms.all) this.made.set(alarm, this.metricAlarm(alarm));
    const deployWindow = this.deployWindow();
    const pipelines = new Construct(this, "Pipelines");
    for (const pipeline of pipelinesOf(environment)) {
      const ofPipeline = alarms.of(pipeline);
      const group = new Construct(pipelines, pipeline.key);
      const unhealthy = this.unhealthy(group, pipeline, ofPipeline, deployWindow);
      const shown = [...unhealthy, ...this.shown(ofPipeline)];
      addPipelineDashboard(group, environment, stacks, pipeline, { lines: ofPipeline, shown });
      this.logQueries(group, pipeline);
    }
    this.traceGroup();
  }

  private metricAlarm({ subject, kind, ...condition }: Alarm): MetricAlarm {
    return new MetricAlarm(this.groupOf(kind), subject, {
      ...condition,
      name: this.names.alarm(subject, kind).name,
      description: describe(kind, kinds[kind]),
      topicArn: this.names.topic(kinds[kind].urgency).arn,
    });
  }

  private groupOf(kind: string): Construct {
    const group = this.alarmKinds.get(kind) ?? new Construct(this.alarms, kind);
    this.alarmKinds.set(kind, group);
    return group;
  }

  /** Tells nobody: it is there to keep back what need not wake anyone while someone changes the environment anyway. */
  private deployWindow(): MetricAlarm {
    const { namespace, name, dimensions } = this.names.deployMetric;
    const inProgress = metricsOf(namespace, dimensions)(name, "Maximum", "None", "1 while the environment is changed");
    return new MetricAlarm(this, "DeployWindow", {
      name: this.names.deployWindowAlarm.name,
      description: describe("deploy-window", {
        meaning: "The environment is being changed: that a pipeline is unhealthy pages nobody meanwhile.",
        look: "If nobody changes it, look for a weir apply that still runs.",
      }),
      watched: { metric: inProgress },
      periodSeconds: 60,
      comparison: "GreaterThanThreshold",
      threshold: 0,
      datapoints: { breaching: 1, of: 1 },
      // Nothing is put at other times.
      missing: "notBreaching",
      topicArn: undefined,
    });
  }

  /** A page only with a cause: a symptom alone is a ticket, and so is a cause that nobody feels. */
  private unhealthy(
    scope: Construct,
    { key }: Pipeline,
    alarms: readonly Alarm[],
    deployWindow: MetricAlarm,
  ): ShownAlarm[] {
    const thatTell = (what: "symptom" | "cause") =>
      alarms
        .filter(({ kind }) => kinds[kind].tells === what)
        .flatMap((alarm) => {
          const made = this.made.get(alarm);
          return made ? [{ name: this.names.alarm(alarm.subject, alarm.kind).name, reference: made.name }] : [];
        });
    const kind = "unhealthy";
    return unhealthyRules(thatTell("symptom"), thatTell("cause")).map((rule, index) => {
      const { arn } = new CompositeAlarm(scope, index === 0 ? "Unhealthy" : `Unhealthy${index + 1}`, {
        name: this.names.alarm(index === 0 ? key : `${key}-${index + 1}`, kind).name,
        description: describe(kind, {
          meaning: `Data is late in the pipeline of ${key}, and something in it is in trouble.`,
          look: "The alarms that are on say what: begin with those that are no symptom.",
        }),
        rule,
        // One that came of a deploy has as long to clear by itself as data needs to catch up.
        suppressor: { name: deployWindow.name, waitSeconds: 60, extensionSeconds: 300 },
        topicArn: this.names.topic("page").arn,
      });
      return { arn, urgency: "page" };
    });
  }

  private shown(alarms: readonly Alarm[]): ShownAlarm[] {
    return alarms.flatMap((alarm) => {
      const made = this.made.get(alarm);
      return made ? [{ arn: made.arn, urgency: kinds[alarm.kind].urgency }] : [];
    });
  }

  private logQueries(scope: Construct, pipeline: Pipeline): void {
    const group = new Construct(scope, "LogQueries");
    for (const { title, logGroupNames, query } of logQueries(this.environment, pipeline)) {
      new CloudwatchQueryDefinition(group, title.replaceAll(" ", "-"), {
        name: this.names.logQuery(pipeline.key, title),
        logGroupNames: [...logGroupNames],
        queryString: query,
      });
    }
  }

  private traceGroup(): void {
    const filterExpression = tracesFilter(this.environment);
    if (filterExpression === undefined) return;
    new XrayGroup(this, "Traces", { groupName: this.names.traceGroup.name, filterExpression });
  }
}
