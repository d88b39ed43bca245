import { quarantinePrefix } from "../../functions/shared/processor/contract";
import type { Finding } from "./finding";
import type { Series } from "./metric-reader";
import { newest, sum } from "./series";

/** What becomes of the records that a processor can't process. */
export interface FailureFacts {
  /** `processor stream-processor` */
  readonly subject: string;
  /** The processor's key in the environment. */
  readonly processor: string;
  /** The UUID of its mapping. */
  readonly mapping: string;
  readonly failuresBucket: string;
  /** Keys of the objects of batches that were given up since the window began, by time; none where it has a queue. */
  readonly failedBatches: readonly string[];
  /** Records in quarantine: they can never be processed. */
  readonly quarantined: Series;
  /** Records that were given up and that no destination has. */
  readonly dropped: Series;
  /** Attempts at delivery that the on-failure destination refused. */
  readonly refused: Series;
  /** Records that were given up, and that the destination has. */
  readonly diverted: Series;
  /** Messages in its queue of failed batches; none where it has no queue. */
  readonly waiting: Series;
  readonly queueName: string | undefined;
}

/** What was lost or set aside, worst first; nothing when there is none. */
export function judgeFailures(facts: FailureFacts): Finding[] {
  const { subject, processor, mapping, failuresBucket, queueName } = facts;
  const listing = (prefix: string) => `aws s3 ls s3://${failuresBucket}/${prefix} --recursive`;
  const batches = listing(`aws/lambda/${mapping}/`);
  const rules = [
    {
      verdict: "CRITICAL",
      series: facts.dropped,
      message: (count: number) =>
        `records that were given up and dropped, LOST unless the stream is read again: ${count}`,
      cause: "its failure destination refused them, or it has none",
      command: batches,
    },
    {
      verdict: "CRITICAL",
      series: facts.refused,
      message: (count: number) =>
        `batches that its failure destination refused, so that what is given up is lost: ${count}`,
      cause: "the destination is gone, or the function's role may not write to it",
      command: batches,
    },
    {
      verdict: "WARNING",
      series: facts.quarantined,
      message: (count: number) => `records in quarantine: ${count}`,
      cause: "a producer sends what can never be processed: each record's reason stands beside it",
      command: listing(`${quarantinePrefix}${processor}/`),
    },
  ] as const;
  const found = rules.flatMap(({ verdict, series, message, cause, command }): Finding[] => {
    const count = sum(series);
    if (count === 0) return [];
    const evidence = { label: "records", unit: "count", series, limit: 0 } as const;
    return [{ verdict, subject, message: message(count), evidence, cause, command }];
  });
  found.push(...judgeDiverted(facts, batches));
  const waiting = newest(facts.waiting) ?? 0;
  if (queueName === undefined || waiting === 0) return found;
  const waitingFinding: Finding = {
    verdict: "WARNING",
    subject,
    message: `failed batches that wait in ${queueName}: ${waiting}`,
    evidence: { label: "messages", unit: "count", series: facts.waiting, limit: 0 },
    cause: "nobody has looked at them yet",
    command: `aws sqs get-queue-attributes --attribute-names All --queue-url $(aws sqs get-queue-url --queue-name ${queueName} --query QueueUrl --output text)`,
  };
  return [...found, waitingFinding];
}

/** The objects tell sooner than the metric, and which to read. */
function judgeDiverted(
  { subject, diverted, failuresBucket, failedBatches, queueName }: FailureFacts,
  listing: string,
): Finding[] {
  const records = sum(diverted);
  if (records === 0 && failedBatches.length === 0) return [];
  const last = failedBatches.at(-1);
  const inBucket = last === undefined ? listing : `aws s3 cp s3://${failuresBucket}/${last} -`;
  return [
    {
      verdict: "WARNING",
      subject,
      message: `${records > 0 ? "records" : "batches"} that were given up, and went to the failure destination: ${records || failedBatches.length}`,
      evidence: { label: "records", unit: "count", series: diverted, limit: 0 },
      cause: "the function failed on them until their retries or their age ran out",
      command:
        queueName === undefined
          ? inBucket
          : `aws sqs receive-message --queue-url $(aws sqs get-queue-url --queue-name ${queueName} --query QueueUrl --output text)`,
    },
  ];
}
