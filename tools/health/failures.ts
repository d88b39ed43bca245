import type { Finding } from "./finding";
import type { Series } from "./metric-reader";
import { newest, sum } from "./series";

/** What becomes of the records that a processor can't process. */
export interface FailureFacts {
  /** `processor stream-processor` */
  readonly subject: string;
  /** The processor's key in the environment. */
  readonly processor: string;
  readonly failuresBucket: string;
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
  const { subject, processor, failuresBucket, queueName } = facts;
  const listing = (prefix: string) => `aws s3 ls s3://${failuresBucket}/${prefix} --recursive`;
  const rules = [
    {
      verdict: "CRITICAL",
      series: facts.dropped,
      message: (count: number) =>
        `${count} records were given up and dropped: they are LOST unless the stream is read again`,
      cause: "its failure destination refused them, or it has none",
      command: listing("aws/lambda/"),
    },
    {
      verdict: "CRITICAL",
      series: facts.refused,
      message: (count: number) => `its failure destination refused ${count} batches: what is given up is lost`,
      cause: "the destination is gone, or the function's role may not write to it",
      command: listing("aws/lambda/"),
    },
    {
      verdict: "WARNING",
      series: facts.diverted,
      message: (count: number) => `${count} records were given up, and went to the failure destination`,
      cause: "the function failed on them until their retries or their age ran out",
      command:
        queueName === undefined
          ? listing("aws/lambda/")
          : `aws sqs receive-message --queue-url $(aws sqs get-queue-url --queue-name ${queueName} --query QueueUrl --output text)`,
    },
    {
      verdict: "WARNING",
      series: facts.quarantined,
      message: (count: number) => `${count} records went to quarantine`,
      cause: "a producer sends what can never be processed: each record's reason stands beside it",
      command: listing(`quarantine/${processor}/`),
    },
  ] as const;
  const found = rules.flatMap(({ verdict, series, message, cause, command }): Finding[] => {
    const count = sum(series);
    if (count === 0) return [];
    const evidence = { label: "records", unit: "count", series, limit: 0 } as const;
    return [{ verdict, subject, message: message(count), evidence, cause, command }];
  });
  const waiting = newest(facts.waiting) ?? 0;
  if (queueName === undefined || waiting === 0) return found;
  const waitingFinding: Finding = {
    verdict: "WARNING",
    subject,
    message: `${waiting} failed batches wait in ${queueName}`,
    evidence: { label: "messages", unit: "count", series: facts.waiting, limit: 0 },
    cause: "nobody has looked at them yet",
    command: `aws sqs get-queue-attributes --attribute-names All --queue-url $(aws sqs get-queue-url --queue-name ${queueName} --query QueueUrl --output text)`,
  };
  return [...found, waitingFinding];
}
