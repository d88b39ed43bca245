import { VirtualClock } from "../../clock";
import { MetricStore } from "../metrics/metric-store";
import { observed } from "../metrics/observation";
import { evaluateQueries } from "./evaluate-queries";
import type { MetricDataQuery } from "./metric-data-query";

const minuteMs = 60_000;

/** One value a minute; undefined for none. */
type Minutes = readonly (number | undefined)[];

function storeOf(metrics: Readonly<Record<string, Minutes>>) {
  const clock = new VirtualClock();
  const store = new MetricStore(clock);
  for (const [name, minutes] of Object.entries(metrics)) {
    const write = store.writer({ namespace: "app", name, dimensions: {} }, "Count");
    for (const [minute, value] of minutes.entries()) {
      if (value !== undefined) write(clock.now() + minute * minuteMs, observed(value), false);
    }
  }
  return { store, startMs: clock.now() };
}

const stat = (name: string, Stat = "Sum", Period = 60): MetricDataQuery => ({
  Id: name,
  MetricStat: { Metric: { Namespace: "app", MetricName: name }, Period, Stat },
  ReturnData: false,
});

/** What an expression over the metrics `m1`, `m2` … comes to, minute by minute. */
function evaluated(expression: string, metrics: Readonly<Record<string, Minutes>>): Minutes {
  const { store, startMs } = storeOf(metrics);
  const length = Math.max(...Object.values(metrics).map((minutes) => minutes.length));
  const queries = [...Object.keys(metrics).map((name) => stat(name)), { Id: "e1", Expression: expression }];
  const results = evaluateQueries(store, queries, { startMs, endMs: startMs + length * minuteMs });
  expect(results).toHaveLength(1);
  return Array.from({ length }, (_, minute) => {
    const index = results[0]?.timesMs.indexOf(startMs + minute * minuteMs) ?? -1;
    return results[0]?.values[index];
  });
}

const none = undefined;

describe("metric math", () => {
  it.each<[string, Readonly<Record<string, Minutes>>, Minutes]>([
    ["m1 + m2", { m1: [1, none, 3], m2: [10, 20, none] }, [11, none, none]],
    ["100 * m1 / m2", { m1: [1, 0, 3], m2: [4, 5, 0] }, [25, 0, none]],
    ["-m1 ^ 2", { m1: [3, none] }, [-9, none]],
    ["m1 > 2", { m1: [1, 3, none] }, [0, 1, none]],
    ["m1 > 2 AND m2 == 0", { m1: [1, 3, 3], m2: [0, 0, 1] }, [0, 1, 0]],
    ["m1 || m2", { m1: [0, 0, 7], m2: [0, 1, none] }, [0, 1, none]],
    ["SUM([m1, m2])", { m1: [1, none, none], m2: [10, 20, none] }, [11, 20, none]],
    ["AVG(METRICS())", { m1: [1, none], m2: [3, 5] }, [2, 5]],
    ["MAX(METRICS('b'))", { a: [9, 9], b1: [1, 2], b2: [3, none] }, [3, 2]],
    ["m1 / MAX(m1)", { m1: [1, 2, 4] }, [0.25, 0.5, 1]],
    ["m1 - MIN(m1) + SUM(m1) * AVG(m1)", { m1: [1, 3] }, [8, 10]],
    ["FILL(m1, 0)", { m1: [none, 1, none] }, [0, 1, 0]],
    ["FILL(m1, 0)", { m1: [none, none] }, [0, 0]],
    ["FILL(m1, m2)", { m1: [none, 1, none], m2: [5, 6, none] }, [5, 1, none]],
    ["FILL(m1, REPEAT)", { m1: [none, 1, none, 2, none] }, [none, 1, 1, 2, 2]],
    ["FILL(m1, LINEAR)", { m1: [none, 1, none, none, 4, none] }, [none, 1, 2, 3, 4, none]],
    ["RATE(m1)", { m1: [0, 60, none, 300] }, [none, 1, none, 2]],
    ["DIFF(m1)", { m1: [5, 3, none, 10] }, [none, -2, none, 7]],
    ["m1 / PERIOD(m1)", { m1: [120, none] }, [2, none]],
    ["IF(m1 > 1, m2, 0)", { m1: [1, 2, none], m2: [7, 8, 9] }, [0, 8, none]],
    ["IF(m1 > 1, m1)", { m1: [1, 2] }, [none, 2]],
    ["IF(MAX(m1) > 1, m1)", { m1: [1, 2] }, [1, 2]],
    ["IF(MAX(m1) > 2, m1)", { m1: [1, 2] }, [none, none]],
    ["IF(MAX(m1) > 2, m1, 7)", { m1: [1, none] }, [7, 7]],
    ["IF(MAX(m1) > 2, 7, m1)", { m1: [1, none] }, [1, none]],
    ["IF(MAX(m1) < 2, m1, 7)", { m1: [none, none] }, [none, none]],
    ["TIME_SERIES(SUM(m1) / SUM(m2))", { m1: [1, 1], m2: [0, 0] }, [none, none]],
    ["CEIL(m1) + FLOOR(m1) + ABS(-m1)", { m1: [1.5] }, [4.5]],
    ["TIME_SERIES(MAX(m1))", { m1: [1, none, 5] }, [5, 5, 5]],
  ])("takes %s of %j for %j", (expression, metrics, expected) => {
    expect(evaluated(expression, metrics)).toEqual(expected);
  });

  it.each([
    ["m2", "Error in expression 'e1': There is no query with the id \"m2\""],
    ["e1 + 1", "Error in expression 'e1': The query \"e1\" needs itself"],
    ["SUM(m1)", "Error in expression 'e1': The result is a number; TIME_SERIES makes a series of it"],
    [
      "ANOMALY_DETECTION_BAND(m1)",
      "Error in expression 'e1': The function ANOMALY_DETECTION_BAND is not part of the local AWS; there are: ABS, AVG, CEIL, DIFF, FILL,",
    ],
    ["RATE(m1, 2)", "Error in expression 'e1': RATE takes 1 operand, not 2"],
    ["[m1] + [m1]", "Error in expression 'e1': Two arrays of time series can't be operands of one operator"],
    ["RATE(5)", "Error in expression 'e1': RATE wants a time series, not a number"],
    ["[5]", "Error in expression 'e1': An array holds time series, not numbers"],
    ["TIME_SERIES(m1)", "Error in expression 'e1': TIME_SERIES wants a number"],
    ["m1 +", "Error in expression 'e1': Unexpected the end"],
  ])("says what is wrong with %s", (expression, message) => {
    expect(() => evaluated(expression, { m1: [1] })).toThrow(message);
  });

  it("reads expressions of expressions, in any order", () => {
    const { store, startMs } = storeOf({ m1: [2] });
    const queries = [{ Id: "e2", Expression: "e1 * 3" }, { Id: "e1", Expression: "m1 + 1" }, stat("m1")];
    const results = evaluateQueries(store, queries, { startMs, endMs: startMs + minuteMs });
    expect(results.map(({ id, values }) => [id, values])).toEqual([
      ["e2", [9]],
      ["e1", [3]],
    ]);
  });

  it("joins periods of two lengths where the longer ones begin", () => {
    const { store, startMs } = storeOf({ m1: [1, 2, 3, 4], m2: [1, 1, 1, 1] });
    const queries = [stat("m1"), stat("m2", "Sum", 120), { Id: "e1", Expression: "m1 + m2" }];
    const [result] = evaluateQueries(store, queries, { startMs, endMs: startMs + 4 * minuteMs });
    expect(result?.timesMs).toEqual([startMs, startMs + 2 * minuteMs]);
    expect(result?.values).toEqual([3, 5]);
  });

  it("gives an array as one result for each time series, by its metric's label", () => {
    const { store, startMs } = storeOf({ m1: [1], m2: [2] });
    const queries = [stat("m1"), stat("m2"), { Id: "e1", Expression: "METRICS() * 2", Label: "twice" }];
    const results = evaluateQueries(store, queries, { startMs, endMs: startMs + minuteMs });
    expect(results.map(({ id, label, values }) => [id, label, values])).toEqual([
      ["e1", "twice m1", [2]],
      ["e1", "twice m2", [4]],
    ]);
  });

  it("begins with the minute in which the range does, and ends before the period that begins at its end", () => {
    const { store, startMs } = storeOf({ m1: [1, 2, 3] });
    const query = { ...stat("m1"), ReturnData: true };
    const timesOf = (fromMs: number, toMs: number) =>
      evaluateQueries(store, [query], { startMs: startMs + fromMs, endMs: startMs + toMs })[0]?.timesMs.map(
        (ms) => (ms - startMs) / minuteMs,
      );
    expect(timesOf(34_000, 2 * minuteMs)).toEqual([0, 1]);
    expect(timesOf(0, 2 * minuteMs + 1)).toEqual([0, 1, 2]);
  });
});

describe("SEARCH", () => {
  function searched(expression: string) {
    const clock = new VirtualClock();
    const store = new MetricStore(clock);
    const startMs = clock.now();
    const put = (name: string, dimensions: Record<string, string>, value: number) =>
      store.writer({ namespace: "AWS/Kinesis", name, dimensions }, "Count")(startMs, observed(value), false);
    put("IncomingRecords", { StreamName: "s", ShardId: "shard-1" }, 10);
    put("IncomingRecords", { StreamName: "s", ShardId: "shard-0" }, 5);
    put("IncomingRecords", { StreamName: "other", ShardId: "shard-0" }, 7);
    put("IncomingRecords", { StreamName: "s" }, 15);
    put("IncomingBytes", { StreamName: "s", ShardId: "shard-0" }, 1_000);
    const range = { startMs, endMs: startMs + minuteMs };
    return evaluateQueries(store, [{ Id: "e1", Expression: expression }], range).map(({ label, values }) => [
      label,
      ...values,
    ]);
  }

  it("finds every metric with just these dimensions, and calls each by what tells it from the others", () => {
    const schema = "{AWS/Kinesis,ShardId,StreamName}";
    expect(searched(`SEARCH('${schema} MetricName="IncomingRecords" StreamName="s"', 'Sum', 60)`)).toEqual([
      ["shard-0", 5],
      ["shard-1", 10],
    ]);
    expect(searched(`SUM(SEARCH('${schema} MetricName="IncomingRecords"', 'Sum'))`)).toEqual([["e1", 22]]);
    expect(searched(`SEARCH('{AWS/Kinesis,StreamName} MetricName="IncomingRecords"', 'Sum', 60)`)).toEqual([["s", 15]]);
    expect(searched(`SEARCH('${schema} MetricName="NoSuchMetric"', 'Sum', 60)`)).toEqual([]);
  });

  it("says so where CloudWatch would understand more", () => {
    expect(() => searched("SEARCH('IncomingRecords', 'Sum', 60)")).toThrow(
      /The search "IncomingRecords" is not one that the local AWS knows/,
    );
    expect(() => searched("SEARCH(60, 'Sum')")).toThrow(/SEARCH takes a text/);
  });
});
