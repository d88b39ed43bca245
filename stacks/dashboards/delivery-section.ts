import type { Delivery } from "../../environments";
import { type ChartPanel, chart, type Section } from "../../modules/dashboard/panel";
import type { SourceMetrics } from "../../modules/delivery-stream/metrics";
import type { WatchedDelivery } from "../delivery";
import type { AlarmLines } from "./alarm-lines";
import { functionPanels } from "./function-panels";

/** A delivery stream, and the function that transforms what it delivers. */
export function deliverySection(
  key: string,
  { source, transform, destination }: Delivery,
  { stream, transform: ofTransform }: WatchedDelivery,
  alarms: AlarmLines,
): Section {
  const ofFunction =
    transform && ofTransform
      ? [
          ...functionPanels(transform.name, ofTransform.function, transform, alarms),
          chart(`${transform.name}: records a minute`, Object.values(ofTransform.own)),
        ]
      : [];
  return {
    heading: `${source.kind === "stream" ? source.stream : "Producers"} → ${key} → ${destination.kind}`,
    guide: "What comes in and is not delivered waits, or is under the error prefix: the delivery's log says which.",
    panels: [
      chart("Records a minute", [stream.source.records, stream.deliveredRecords]),
      chart("Bytes a minute", [stream.source.bytes, stream.deliveredBytes]),
      chart("What waits is old (s)", [stream.dataFreshness], alarms.thresholds(key, "delivery-late")),
      chart("Deliveries that succeed (share)", [stream.deliverySuccess]),
      ...sourcePanels(key, stream.source, alarms),
      ...ofFunction,
    ],
  };
}

function sourcePanels(key: string, source: SourceMetrics, alarms: AlarmLines): ChartPanel[] {
  if (source.kind === "stream") {
    return [chart("Behind its stream (ms)", [source.millisBehindLatest], alarms.thresholds(key, "delivery-behind"))];
  }
  return [
    chart("Records refused a minute", [source.throttledRecords]),
    ...alarms.charts("Share of its limits (%)", "The larger of bytes and records", key, "delivery-near-limit"),
  ];
}
