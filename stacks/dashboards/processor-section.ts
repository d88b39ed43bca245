import type { Processor } from "../../environments";
import { chart, type Section } from "../../modules/dashboard/panel";
import type { WatchedProcessor } from "../processing";
import { type AlarmLines, limit } from "./alarm-lines";
import { functionPanels } from "./function-panels";

/** A processor: its function, and how its event source mapping feeds it. */
export function processorSection(
  key: string,
  processor: Processor,
  { function: lambda, own, mapping }: WatchedProcessor,
  alarms: AlarmLines,
): Section {
  return {
    heading: `${processor.stream} → ${key}`,
    guide: "A late processor that fails has an error to read; one that is slow waits for its table, or needs memory.",
    panels: [
      ...functionPanels(key, lambda, processor, alarms),
      {
        kind: "chart",
        title: `${key}: batch size (records)`,
        lines: [
          {
            watched: {
              expression: "invoked / invocations",
              metrics: { invoked: mapping.invoked, invocations: lambda.invocations },
            },
            label: "Records that an invocation gets",
          },
        ],
        thresholds: [limit("batch size", processor.batchSize)],
      },
      chart(`${key}: age of its records (ms)`, [lambda.iteratorAge], alarms.thresholds(key, "function-late")),
      chart(`${key}: time from stream to table (ms)`, [own.latency]),
      chart(`${key}: records a minute`, [own.processed, own.rejected, own.retried]),
      chart(`${key}: what its mapping reads`, [mapping.polled, mapping.filteredOut, mapping.failedInvoke]),
    ],
  };
}
