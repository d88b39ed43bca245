import { indexSeries, operationSeries, tableSeries } from "./emitted/dynamodb";
import { deliverySeries } from "./emitted/firehose";
import { applicationInputSeries, applicationSeries } from "./emitted/flink";
import { consumerSeries, shardSeries, streamSeries } from "./emitted/kinesis";
import { functionSeries, mappingSeries, ownEventSeries, ownFunctionSeries } from "./emitted/lambda";
import { operatorSeries } from "./emitted/operators";
import { queueSeries } from "./emitted/sqs";
import type { SeriesOf } from "./emitted-series";

const families: readonly SeriesOf[] = [
  streamSeries,
  consumerSeries,
  shardSeries,
  functionSeries,
  mappingSeries,
  ownFunctionSeries,
  ownEventSeries,
  deliverySeries,
  tableSeries,
  indexSeries,
  operationSeries,
  queueSeries,
  applicationSeries,
  applicationInputSeries,
  operatorSeries,
];

/** Every metric that the resources of an environment emit, as AWS documents them. */
export const emittedSeries: SeriesOf = (resources, environment) =>
  families.flatMap((seriesOf) => seriesOf(resources, environment));
