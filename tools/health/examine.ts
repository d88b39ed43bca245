import { isFilledByJob, isOfRejects, isReadByJob } from "../../environments";
import { judgeAlarms } from "./alarms";
import { judgeConsumer } from "./consumers";
import { judgeDelivery } from "./deliveries";
import { judgeFailures } from "./failures";
import { type Finding, type Verdict, verdicts, worst } from "./finding";
import { judgeFunction } from "./functions";
import { judgeJob } from "./jobs";
import { judgeMapping } from "./mappings";
import { MetricReader, type Window } from "./metric-reader";
import { readAlarms } from "./read/alarms";
import { readDelivery, readDeliverySource } from "./read/deliveries";
import { readFanOutConsumers } from "./read/fan-out-consumers";
import { readJob, readJobSource } from "./read/jobs";
import { readConsumer, readFailures, readFunction, readMapping } from "./read/processors";
import { readShards } from "./read/shards";
import { readStream } from "./read/streams";
import { readTable } from "./read/tables";
import { judgeShards } from "./shards";
import { judgeStream } from "./streams";
import { judgeTable } from "./tables";
import type { Target } from "./target";

/** How an environment is. */
export interface Examination {
  readonly environment: string;
  readonly verdict: Verdict;
  readonly window: Window;
  /** The worst first. */
  readonly findings: readonly Finding[];
}

const minuteMs = 60_000;

/**
 * Looks at an environment as it was in the last whole minutes, and now.
 * @param nowMs milliseconds since the epoch
 * @throws Error of AWS, or of the network
 */
export async function examine(target: Target, minutes: number, nowMs: number): Promise<Examination> {
  // The minute that has begun is still being counted.
  const endMs = Math.floor(nowMs / minuteMs) * minuteMs;
  const window = { startMs: endMs - minutes * minuteMs, endMs };
  const reader = new MetricReader(target.cloudwatch, window);
  const found = await Promise.all([
    ...streams(target, reader, nowMs),
    ...processors(target, reader),
    ...deliveries(target, reader),
    ...tables(target, reader),
    ...jobs(target, reader),
    alarms(target),
  ]);
  const findings = found.flat().sort((one, other) => verdicts.indexOf(other.verdict) - verdicts.indexOf(one.verdict));
  return { environment: target.environment.name, verdict: worst(findings), window, findings };
}

type Findings = Promise<readonly Finding[]>;

function streams({ environment, names, kinesis }: Target, reader: MetricReader, nowMs: number): Findings[] {
  return Object.entries(environment.streams).map(async ([key, { shardLevelMetrics }]) => {
    const { name } = names.stream(key);
    const [stream, consumers, shards] = await Promise.all([
      readStream(kinesis, reader, {
        key,
        name,
        isReadByJob: isReadByJob(environment, key),
        isFilledByJob: isFilledByJob(environment, key),
        isOfRejects: isOfRejects(environment, key),
      }),
      readFanOutConsumers(reader, { environment, names, key }),
      readShards(kinesis, reader, { key, name, shardLevelMetrics }, nowMs),
    ]);
    return [...judgeStream(stream), ...consumers.map(judgeConsumer), ...judgeShards(shards)];
  });
}

function processors({ environment, names, lambda, s3 }: Target, reader: MetricReader): Findings[] {
  return Object.entries(environment.processors).map(async ([key, processor]) => {
    const subject = `processor ${key}`;
    const functionName = names.function(key).name;
    const { UUID: uuid, State: state = "" } = (await readMapping(lambda, functionName)) ?? {};
    if (uuid === undefined) return judgeMapping({ subject, functionName, mapping: undefined });
    const of = { environment, names, key, processor, mapping: uuid };
    const [fn, consumer, failures] = await Promise.all([
      readFunction(reader, { subject, names, key, timeoutSeconds: processor.timeoutSeconds }),
      readConsumer(reader, of),
      readFailures(s3, reader, of),
    ]);
    return [
      ...judgeMapping({ subject, functionName, mapping: { uuid, state } }),
      ...judgeFunction(fn),
      judgeConsumer(consumer),
      ...judgeFailures(failures),
    ];
  });
}

function deliveries({ environment, names }: Target, reader: MetricReader): Findings[] {
  return Object.entries(environment.deliveries).map(async ([key, delivery]) => {
    const { transform } = delivery;
    const of = { environment, names, key, delivery };
    const [facts, consumer, fn] = await Promise.all([
      readDelivery(reader, of),
      readDeliverySource(reader, of),
      transform &&
        readFunction(reader, {
          ...{ subject: `transform ${transform.name}`, names, key: transform.name },
          timeoutSeconds: transform.timeoutSeconds,
        }),
    ]);
    return [judgeDelivery(facts), ...(consumer ? [judgeConsumer(consumer)] : []), ...(fn ? judgeFunction(fn) : [])];
  });
}

function tables({ environment, names }: Target, reader: MetricReader): Findings[] {
  return Object.entries(environment.tables).map(async ([key, table]) =>
    judgeTable(await readTable(reader, { key, name: names.table(key).name, table })),
  );
}

function jobs({ environment, names }: Target, reader: MetricReader): Findings[] {
  return Object.entries(environment.analytics).map(async ([key, job]) => {
    const of = { environment, names, key, job };
    const [facts, consumer] = await Promise.all([readJob(reader, of), readJobSource(reader, of)]);
    return [...judgeJob(facts), judgeConsumer(consumer)];
  });
}

async function alarms({ environment, names, cloudwatch }: Target): Findings {
  const prefix = `${environment.project}-${environment.name}-`;
  const found = await readAlarms(cloudwatch, prefix, names.topic("page").arn);
  // While a change is under way, this one is as it should be.
  const telling = found.filter(({ name }) => name !== names.deployWindowAlarm.name);
  return judgeAlarms(telling, `weir plan --env ${environment.name}`);
}
