import { environmentInput } from "../../test/environment-input";
import { problemsOf } from "../../test/problems-of";

const onDemand = { capacity: { mode: "on-demand" as const } };
const streams = { "data-stream": onDemand };

it("lets no two streams share an alarm of puts", () => {
  expect(problemsOf(environmentInput({ streams: { ...streams, "data-stream-single": onDemand } }))).toEqual([
    'streams.data-stream-single: got "data-stream-single"; allowed: another name: it would share the alarm ' +
      "data-stream-single-puts-failing with streams.data-stream",
  ]);
});

it("lets no two consumers share an alarm, whichever stream they read", () => {
  const both = { ...streams, a: { ...onDemand, consumers: ["b-c"] }, "a-b": { ...onDemand, consumers: ["c"] } };
  expect(problemsOf(environmentInput({ streams: both }))).toEqual([
    'streams.a-b.consumers: got "c"; allowed: another name: it would share the alarm a-b-c-consumer-late with ' +
      "the consumer b-c of streams.a",
  ]);
});

it("lets no stream share an alarm of throttles with a table", () => {
  expect(problemsOf(environmentInput({ streams: { ...streams, "processed-data-table": onDemand } }))).toEqual([
    'tables.processed-data: got "processed-data"; allowed: another name: it would share the alarm ' +
      "processed-data-table-reads-throttled with streams.processed-data-table",
  ]);
});

it("lets no table share an alarm with another's index, if that has one", () => {
  const aggregates = { holds: { kind: "aggregates" as const } };
  const both = (sums: object) => ({ tables: { "processed-data": {}, sums, "sums-event-type-index": aggregates } });
  expect(problemsOf(environmentInput(both({})))).toEqual([
    'tables.sums-event-type-index: got "sums-event-type-index"; allowed: another name: it would share the alarm ' +
      "sums-event-type-index-table-reads-throttled with tables.sums",
  ]);
  expect(problemsOf(environmentInput(both(aggregates)))).toEqual([]);
});
