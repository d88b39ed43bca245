import { line, type Section } from "../../modules/dashboard/panel";
import type { WatchedPipeline } from "./watched-pipeline";

/** Where what failed went to, in all of a pipeline. */
export function failureSection({ streams, processors, deliveries, jobs }: WatchedPipeline): Section {
  const rejects = new Set(jobs.map(({ entry }) => entry.rejects));
  const queues = processors.flatMap(({ key, metrics: { queue } }) => (queue ? [{ key, queue }] : []));
  return {
    heading: "What failed, and where it went",
    guide:
      "What was dropped, or refused by its failure destination, is in the stream alone: read it before it expires.",
    panels: [
      {
        kind: "chart",
        title: "Records that nothing can be made of",
        lines: [
          ...processors.map(({ key, metrics }) => line(metrics.own.rejected, `${key}: quarantined`)),
          ...deliveries.flatMap(({ entry, metrics: { transform } }) =>
            transform ? [line(transform.own.malformed, `${entry.transform?.name}: under the error prefix`)] : [],
          ),
          ...streams
            .filter(({ key }) => rejects.has(key))
            .map(({ key, metrics }) => line(metrics.incomingRecords, `${key}: rejected`)),
        ],
      },
      {
        kind: "chart",
        title: "Given up after all retries",
        lines: processors.flatMap(({ key, metrics: { mapping, function: lambda } }) => [
          line(mapping.onFailureDelivered, `${key}: in the failure destination`),
          line(mapping.dropped, `${key}: dropped`),
          line(lambda.destinationDeliveryFailures, `${key}: batches that the failure destination refused`),
        ]),
      },
      {
        kind: "chart",
        title: "Failed batches that wait",
        lines: queues.map(({ key, queue }) => line(queue.waiting, key)),
      },
      {
        kind: "chart",
        title: "Age of the oldest failed batch (s)",
        lines: queues.map(({ key, queue }) => line(queue.oldestAge, key)),
      },
    ],
  };
}
