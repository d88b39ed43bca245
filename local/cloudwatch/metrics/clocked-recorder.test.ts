import { VirtualClock } from "../../clock";
import { ClockedRecorder } from "./clocked-recorder";
import { MetricStore } from "./metric-store";

const minuteMs = 60_000;

describe("the engines' recorder", () => {
  it("puts values at the clock's time, into one metric however often it is asked for", async () => {
    const clock = new VirtualClock();
    const startMs = clock.now();
    const store = new MetricStore(clock);
    const recorder = new ClockedRecorder(clock, store);
    const metric = () => recorder.metric("AWS/Kinesis", "IncomingRecords", { StreamName: "orders" }, "Count");
    metric().record(5);
    await clock.advance(minuteMs);
    metric().record(2, 3);
    const [series] = store.seriesOf({
      ...{ namespace: "AWS/Kinesis", name: "IncomingRecords" },
      dimensions: { StreamName: "orders" },
    });
    const range = { startMs, endMs: startMs + 2 * minuteMs };
    expect(series?.unit).toBe("Count");
    expect(series?.read(range, minuteMs, "Sum")).toEqual(Float64Array.of(5, 6));
    expect(series?.read(range, minuteMs, "SampleCount")).toEqual(Float64Array.of(1, 3));
  });

  it("samples at the full quarters of each minute, until nobody wants it", async () => {
    const clock = new VirtualClock(Date.UTC(2026, 0, 1, 12, 0, 7));
    const recorder = new ClockedRecorder(clock, new MetricStore(clock));
    const seconds: number[] = [];
    const end = recorder.onSample(() => seconds.push((clock.now() / 1_000) % 60));
    const endOther = recorder.onSample(() => undefined);
    await clock.advance(minuteMs);
    expect(seconds).toEqual([15, 30, 45, 0]);
    end();
    await clock.advance(minuteMs);
    expect(seconds).toHaveLength(4);
    endOther();
    recorder.onSample(() => seconds.push(-1));
    await clock.advance(15_000);
    expect(seconds.at(-1)).toBe(-1);
    recorder.close();
    await clock.advance(minuteMs);
    expect(seconds).toHaveLength(5);
  });
});
