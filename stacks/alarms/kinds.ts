/** What is to be known of all alarms of one kind. */
export interface Kind {
  /** Whether it wakes someone, or waits for the morning. */
  readonly urgency: "page" | "ticket";
  /** A pipeline is unhealthy when it has a symptom and a cause. What is neither makes no data late. */
  readonly tells: "symptom" | "cause" | "neither";
  /** For whoever is told: what it means. */
  readonly meaning: string;
  /** For whoever is told: what to look at first. */
  readonly look: string;
}

const symptom = { urgency: "ticket", tells: "symptom" } as const;
const cause = { urgency: "ticket", tells: "cause" } as const;
/** Worth a look, though it makes no data late. */
const notice = { urgency: "ticket", tells: "neither" } as const;
/** Lost data wakes someone without a further cause, as long as the stream can still be read again. */
const loss = { urgency: "page", tells: "neither" } as const;

/** Every kind of metric alarm; a kind's name is its runbook's too. */
export const kinds = {
  "stream-late": {
    ...symptom,
    meaning: "What is read from the stream is older than the freshness objective, or nobody reads it.",
    look: "Look at its readers: errors, throttles, duration and concurrency of the functions, lag of deliveries and jobs.",
  },
  "stream-losing-data": {
    ...loss,
    meaning: "What is read from the stream is older than half of its retention: it will expire unread.",
    look: "Raise the retention first, which keeps everything, and then look for the reader that is behind.",
  },
  "writes-throttled": {
    ...cause,
    meaning: "The stream refuses more than one record in a hundred for coming too fast.",
    look: "Look for a hot shard, and at the stream's capacity.",
  },
  "reads-throttled": {
    ...cause,
    meaning: "The stream refuses more than one read in a hundred.",
    look: "Count the readers that share its throughput: a shard takes five reads and two megabytes a second.",
  },
  "puts-failing": {
    ...cause,
    meaning: "More than one record in a hundred that producers send by PutRecords fails inside Kinesis.",
    look: "Look at the AWS Health Dashboard, and whether producers send failed records again.",
  },
  "single-puts-failing": {
    ...cause,
    meaning: "More than one PutRecord call in a hundred fails.",
    look: "Look at the stream's throttles, and at what producers log.",
  },
  "reads-failing": {
    ...cause,
    meaning: "More than one GetRecords call in a hundred fails, other than for coming too fast.",
    look: "Look at the readers' permissions and keys, and at the AWS Health Dashboard.",
  },
  "stream-near-capacity": {
    ...cause,
    meaning: "Producers use more than 80 % of what the stream takes, in bytes or in records.",
    look: "Add shards before it throttles; where one shard is hot, look at the partition keys.",
  },
  "no-incoming-records": {
    ...notice,
    meaning: "Fewer records come into the stream than are expected.",
    look: "Look at the producers: whether they run, and what they log.",
  },
  "records-rejected": {
    ...notice,
    meaning: "A job could take records into no result, and put them into its stream of rejects.",
    look: "Read the rejects: each says why, such as too late or no event.",
  },
  "consumer-late": {
    ...symptom,
    meaning: "An enhanced fan-out consumer is behind by more than the freshness objective, or does not read.",
    look: "Look at who reads through it: errors, throttles and duration of its function.",
  },
  "consumer-losing-data": {
    ...loss,
    meaning: "An enhanced fan-out consumer is behind by more than half of the retention: data will expire unread.",
    look: "Raise the retention first, which keeps everything, and then look at who reads through the consumer.",
  },
  "function-errors": {
    ...cause,
    meaning: "The function fails: it throws, runs out of time or out of memory.",
    look: "Read its log for the error, and what was deployed last.",
  },
  "function-throttled": {
    ...cause,
    meaning: "Lambda finds no concurrency for the function.",
    look: "Compare its concurrency with what is reserved for it, and that with shards and parallelization factor.",
  },
  "function-slow": {
    ...cause,
    meaning: "One invocation in ten takes more than 80 % of the function's timeout.",
    look: "Look at the latency and throttles of what it writes to, and at its batch size and memory.",
  },
  "function-late": {
    ...symptom,
    meaning: "The records that the function is called with are older than the freshness objective.",
    look: "Look at its errors, throttles and duration, and at the table that it writes to.",
  },
  "function-not-reading": {
    ...cause,
    meaning: "Records come into the stream, and the function's event source mapping reads none.",
    look: "Look at the mapping's state and its last result, and at the permissions of the function's role.",
  },
  "records-quarantined": {
    ...notice,
    meaning: "Records that can never be processed went to quarantine.",
    look: "Read them in the failures bucket: each has its reason.",
  },
  "transforms-failing": {
    ...notice,
    meaning: "The transform fails records, which Firehose writes to the delivery's error prefix.",
    look: "Read the function's log for the reasons, and the records under the error prefix.",
  },
  "records-dropped": {
    ...loss,
    meaning: "The event source mapping gave up records, and no failure destination has them.",
    look: "Their stream still has them until their retention ends: note the time, and read them again from there.",
  },
  "failure-destination-refuses": {
    ...loss,
    meaning: "The failure destination refuses batches that were given up: they are only in the stream now.",
    look: "Look at the function's permissions for the bucket or queue, and at its key.",
  },
  "records-diverted": {
    ...notice,
    meaning: "The event source mapping gave up records after all retries: the failure destination has them.",
    look: "Read the function's errors of that time, mend the cause, and redrive them.",
  },
  "delivery-late": {
    ...symptom,
    meaning: "A record waits to be delivered for twice as long as it may be gathered.",
    look: "Read the delivery's log for what the destination answers.",
  },
  "delivery-stalled": {
    ...symptom,
    meaning: "Records come into the delivery, and none is delivered.",
    look: "Read the delivery's log, and look at its role's permissions and at the transform.",
  },
  "delivery-behind": {
    ...symptom,
    meaning: "The delivery reads records that are older than the freshness objective.",
    look: "Look at the throttles of the stream's reads, and at whether the destination takes what is delivered.",
  },
  "delivery-not-reading": {
    ...cause,
    meaning: "Records come into the stream, and the delivery reads none.",
    look: "Look at the delivery's state, and at its role's permissions for the stream and its key.",
  },
  "delivery-throttled": {
    ...cause,
    meaning: "The delivery refuses records that producers put into it for coming too fast.",
    look: "Look at whether producers send them again, and ask AWS for a higher limit.",
  },
  "delivery-near-limit": {
    ...cause,
    meaning: "Producers use more than 80 % of what the delivery takes a second, in bytes or in records.",
    look: "Ask AWS for a higher limit before it throttles.",
  },
  "table-reads-throttled": {
    ...cause,
    meaning: "The table, or its index, throttles reads.",
    look: "Look for a hot partition, and at the capacity.",
  },
  "table-writes-throttled": {
    ...cause,
    meaning: "The table, or its index, throttles writes. An index that does slows its table down.",
    look: "Look for a hot partition, and at the capacity.",
  },
  "table-system-errors": {
    ...cause,
    meaning: "DynamoDB fails writes to the table by errors of its own.",
    look: "Look at the AWS Health Dashboard: the functions retry, and nothing is lost.",
  },
  "failed-batches-waiting": {
    ...notice,
    meaning: "Batches that a processor gave up wait in its queue, which keeps them for 14 days.",
    look: "Their records are in the stream until their retention ends: redrive them before.",
  },
  "job-restarting": {
    ...cause,
    meaning: "The Flink job fails and restarts, again and again.",
    look: "Read the application's log for the exception that comes before each restart.",
  },
  "checkpoints-failing": {
    ...cause,
    meaning: "The Flink job's checkpoints fail: a restart would compute more and more again.",
    look: "Look at the size and time of its checkpoints, and read the application's log.",
  },
  "job-cpu-high": {
    ...cause,
    meaning: "The Flink job uses more than 80 % of its CPU.",
    look: "Raise its parallelism, and look for a hot key.",
  },
  "job-heap-high": {
    ...cause,
    meaning: "The Flink job uses more than 90 % of its heap.",
    look: "Look at how its state grows, and raise its parallelism.",
  },
  "job-late": {
    ...symptom,
    meaning: "The Flink job is behind its stream's end by more than the freshness objective, or does not run.",
    look: "Look at the application's state, its restarts, its CPU and its checkpoints.",
  },
} satisfies Record<string, Kind>;

/** Name of a kind of metric alarm. */
export type KindName = keyof typeof kinds;

/** What whoever is told of an alarm reads, in the 1,024 characters that it may have. */
export function describe(kind: string, { meaning, look }: Pick<Kind, "meaning" | "look">): string {
  return `${meaning} ${look} Runbook: docs/runbooks/${kind}.md`;
}
