import { VirtualClock } from "../../local/clock";
import { createCloudWatch } from "../../local/cloudwatch/cloudwatch";

/** How many series there are: as in an environment of a hundred streams, each with its functions and deliveries. */
export const seriesCount = 2_000;
/**
 * A CloudWatch that `fill` gives the values of an hour to.
 * @param valuesAMinute of each series; hardly one is as another
 */
export function anHour(valuesAMinute: number, series = seriesCount) {
  const clock = new VirtualClock();
  const startMs = clock.now();
  const cloudwatch = createCloudWatch({
    ...{ clock, accountId: "000000000000", region: "eu-west-1" },
    publish: () => undefined,
  });
  const metrics = Array.from({ length: series }, (_, index) =>
    cloudwatch.recorder.metric("AWS/Kinesis", metricName, dimensionsOf(index), "Milliseconds"),
  );
  return { clock, cloudwatch, startMs, fill };

  /** Records the hour, minute by minute. */
  async function fill(): Promise<void> {
    let seed = 1;
    for (let minute = 0; minute < 60; minute++) {
      for (const metric of metrics) {
        for (let value = 0; value < valuesAMinute; value++) {
          seed = (seed * 48_271) % 2_147_483_647;
          // Latencies: from 10 ms on, few of them long.
          metric.record(10 * (2_147_483_647 / seed) ** 0.5);
        }
      }
      await clock.advance(60_000);
    }
  }
}

/** Of each series. */
export const metricName = "GetRecords.Latency";

/** Of the series of that number. */
export function dimensionsOf(index: number): Record<string, string> {
  return { StreamName: `stream-${index}` };
}
