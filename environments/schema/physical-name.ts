/** What every physical name begins with. */
export interface Owner {
  readonly project: string;
  /** The environment's name. */
  readonly name: string;
}

/** Makes each physical name there is: `<project>-<environment>-<role>`. */
export function physicalName({ project, name }: Owner, role: string): string {
  return `${project}-${name}-${role}`;
}

/** The roles of what an environment has exactly one of, and what is put behind the key of what belongs to an entry. */
export const roles = {
  lakeBucket: "data-lake",
  failuresBucket: "failures",
  accessLogsBucket: "access-logs",
  artifactsBucket: "artifacts",
  /** Terraform's state: its bucket, and the key that encrypts it. */
  state: "state",
  operator: "operator",
  /** The database of the lake's tables. */
  lakeDatabase: "data-lake",
  /** The workgroup of Athena that queries the lake. */
  queries: "queries",
  /** What the continuous integration plans and applies with: its roles, their policies, and the boundaries. */
  ciOf: (part: string) => `ci-${part}`,
  /** A processor's queue of failed batches. */
  failureQueueOf: (processor: string) => `${processor}-failures`,
  /** The policy of who may write to a stream. */
  producerOf: (stream: string) => `${stream}-producer`,
  /** The role of a delivery. */
  deliveryRoleOf: (delivery: string) => `${delivery}-firehose`,
  /** An alarm of one kind. */
  alarmOf: (subject: string, kind: string) => `${subject}-${kind}`,
  /** The alarm that says that the environment is being changed. */
  deployWindow: "deploy-window",
  /** A channel of chat, and the role of who writes to it. */
  chatOf: (channelId: string) => `chat-${channelId}`,
  /** The role of an analytics job. */
  flinkRoleOf: (job: string) => `${job}-flink`,
} as const;
