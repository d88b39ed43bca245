import { type Environment, partitionOf, physicalName, roles } from "./environments";

/** A physical name and the ARN that follows from it. */
export interface Named {
  readonly name: string;
  readonly arn: string;
}

/** Every physical name and ARN of an environment, derived from it alone. Keys are those of its maps. */
export function namesOf(environment: Environment) {
  const { project, account, region, encryption } = environment;
  const { name: partition, dnsSuffix } = partitionOf(region);
  const nameOf = (role: string) => physicalName(environment, role);
  const regional = (service: string, resource: string) =>
    `arn:${partition}:${service}:${region}:${account}:${resource}`;
  const iam = (kind: string, role: string): Named => {
    const name = nameOf(role);
    return { name, arn: `arn:${partition}:iam::${account}:${kind}/${name}` };
  };
  // Bucket names are the world's: the account keeps two users of this project apart.
  const bucket = (role: string): Named => {
    const name = `${nameOf(role)}-${account}`;
    return { name, arn: `arn:${partition}:s3:::${name}` };
  };

  // What operators put into CloudWatch, beside the metrics of AWS and of the functions.
  const ofEnvironment = (name: string) => ({
    namespace: "KinesisCustom",
    name,
    dimensions: { Environment: `${project}-${environment.name}` },
  });
  const alias = (name: string): Named => ({ name: `alias/${name}`, arn: regional("kms", `alias/${name}`) });

  const alarm = (role: string): Named => ({ name: nameOf(role), arn: regional("cloudwatch", `alarm:${nameOf(role)}`) });

  // Glue and Athena's SQL take underscores, and no hyphens.
  const underscored = (name: string) => name.replaceAll("-", "_");
  const database = underscored(nameOf(roles.lakeDatabase));

  return {
    partition,
    /** A service's host in the region, which is also what `kms:ViaService` calls it. */
    host: (service: string) => `${service}.${region}.${dnsSuffix}`,
    /** Stands for every principal of the account that its own policies allow. */
    accountRootArn: `arn:${partition}:iam::${account}:root`,
    stream: (key: string): Named => ({ name: nameOf(key), arn: regional("kinesis", `stream/${nameOf(key)}`) }),
    /** A consumer's ARN ends in the time of its registration, so it can't be derived. */
    consumerName: nameOf,
    table: (key: string): Named => ({ name: nameOf(key), arn: regional("dynamodb", `table/${nameOf(key)}`) }),
    function: (key: string): Named => ({ name: nameOf(key), arn: regional("lambda", `function:${nameOf(key)}`) }),
    /** The log group of a function. */
    logGroup: (key: string): Named => {
      const name = `/aws/lambda/${nameOf(key)}`;
      return { name, arn: regional("logs", `log-group:${name}`) };
    },
    /** The queue that a processor's failed batches go to. */
    queue: (key: string): Named => {
      const name = nameOf(roles.failureQueueOf(key));
      return { name, arn: regional("sqs", name) };
    },
    deliveryStream: (key: string): Named => ({
      name: nameOf(key),
      arn: regional("firehose", `deliverystream/${nameOf(key)}`),
    }),
    /** The role that a delivery stream reads and writes with. */
    deliveryRole: (key: string): Named => iam("role", roles.deliveryRoleOf(key)),
    /** The log group of a delivery stream. */
    deliveryLogGroup: (key: string): Named => {
      const name = `/aws/kinesisfirehose/${nameOf(key)}`;
      return { name, arn: regional("logs", `log-group:${name}`) };
    },
    /** The Flink application of an analytics job. */
    application: (key: string): Named => ({
      name: nameOf(key),
      arn: regional("kinesisanalytics", `application/${nameOf(key)}`),
    }),
    /** The role that an application reads and writes with. */
    applicationRole: (key: string): Named => iam("role", roles.flinkRoleOf(key)),
    /** The log group of an application. */
    applicationLogGroup: (key: string): Named => {
      const name = `/aws/kinesis-analytics/${nameOf(key)}`;
      return { name, arn: regional("logs", `log-group:${name}`) };
    },
    /** The account's Data Catalog, which must be granted beside what lies in it. */
    glueCatalogArn: regional("glue", "catalog"),
    /** The database of the lake's tables. */
    glueDatabase: { name: database, arn: regional("glue", `database/${database}`) },
    /** Functions of one's own that a database may have; who deletes it must be allowed to delete them. */
    glueFunctionsArn: regional("glue", `userDefinedFunction/${database}/*`),
    glueTable: (key: string): Named => {
      const name = underscored(key);
      return { name, arn: regional("glue", `table/${database}/${name}`) };
    },
    /** The workgroup of Athena that queries the lake. */
    workgroup: { name: nameOf(roles.queries), arn: regional("athena", `workgroup/${nameOf(roles.queries)}`) },
    topic: (key: string): Named => ({ name: nameOf(key), arn: regional("sns", nameOf(key)) }),
    /** Any key of the account, as a pattern: KMS makes up their names. */
    keysArn: regional("kms", "key/*"),
    /** Any event source mapping of the account, as a pattern: Lambda makes up their names. */
    mappingsArn: regional("lambda", "event-source-mapping:*"),
    /** Every log group of the account, as a pattern: CloudWatch Logs lists all or none. */
    logGroupsArn: regional("logs", "log-group:*"),
    /** Any alarm of the environment, as a pattern. */
    alarmsArn: regional("cloudwatch", `alarm:${nameOf("*")}`),
    /** An alarm, of what has this key in the environment; its kind is its runbook's name too. */
    alarm: (subject: string, kind: string): Named => alarm(roles.alarmOf(subject, kind)),
    /** The alarm that keeps pages back while the environment is changed. */
    deployWindowAlarm: alarm(roles.deployWindow),
    /** The dashboard of a pipeline. */
    dashboard: nameOf,
    /** Any dashboard of the environment, as a pattern: they are the account's, in all its regions. */
    dashboardsArn: `arn:${partition}:cloudwatch::${account}:dashboard/${nameOf("*")}`,
    /** A kept query of CloudWatch Logs, which lists them in folders. */
    logQuery: (pipeline: string, title: string) => `${project}-${environment.name}/${pipeline}/${title}`,
    /** The group of the environment's traces. X-Ray ends its ARN in an identifier of its own. */
    traceGroup: {
      name: `${project}-${environment.name}`,
      arnPattern: regional("xray", `group/${project}-${environment.name}/*`),
    },
    /** A channel of Slack that alarms are told to. */
    chatChannel: (channelId: string): Named => {
      const name = nameOf(roles.chatOf(channelId));
      return { name, arn: `arn:${partition}:chatbot::${account}:chat-configuration/slack-channel/${name}` };
    },
    /** The role of who writes to a channel. */
    chatRole: (channelId: string): Named => iam("role", roles.chatOf(channelId)),
    /** AWS's own role, by which it subscribes channels to topics. */
    chatServiceRoleArn: `arn:${partition}:iam::${account}:role/aws-service-role/management.chatbot.amazonaws.com/AWSServiceRoleForAWSChatbot`,
    /** What `weir health --publish` says: 0 HEALTHY, 1 WARNING, 2 CRITICAL. */
    healthMetric: ofEnvironment("HealthStatus"),
    /** 1 in each minute in which `weir apply` changes the environment. */
    deployMetric: ofEnvironment("DeployInProgress"),
    keyAlias: (key: string): Named => alias(nameOf(key)),
    /** The role of a function. */
    role: (key: string): Named => iam("role", key),
    /** The role of those who run the platform. */
    operatorRole: iam("role", roles.operator),
    /** The policy of those who send to a stream. */
    producerPolicy: (key: string): Named => iam("policy", roles.producerOf(key)),
    /** The roles of the continuous integration: one only reads. */
    ciRole: (verb: "plan" | "apply"): Named => iam("role", roles.ciOf(verb)),
    /** A policy of these roles. */
    ciPolicy: (part: string): Named => iam("policy", roles.ciOf(part)),
    /** What every role that the continuous integration makes stays within. */
    workloadBoundary: iam("policy", roles.ciOf("workload-boundary")),
    /** GitHub, as the account knows it: one provider serves all its environments. */
    githubProviderArn: `arn:${partition}:iam::${account}:oidc-provider/token.actions.githubusercontent.com`,
    lakeBucket: bucket(roles.lakeBucket),
    failuresBucket: bucket(roles.failuresBucket),
    accessLogsBucket: bucket(roles.accessLogsBucket),
    artifactsBucket: bucket(roles.artifactsBucket),
    /** The code of the Flink applications in that bucket, by the hash of its sources. */
    flinkCodeKey: (hash: string): string => `flink/weir-flink-${hash}.jar`,
    /** Where Terraform keeps what it knows of the environment. */
    stateBucket: bucket(roles.state),
    /** A stack's state in that bucket, by the stack's name without its environment's. */
    stateKey: (stack: string): string => `${stack}.tfstate`,
    /** What the environment's own lock is in that bucket. */
    environmentLockKey: "environment.lock",
    /** The key that states are encrypted with. */
    stateKeyAlias: alias(encryption === "customer-managed" ? nameOf(roles.state) : "aws/s3"),
  };
}

/** See {@link namesOf}. */
export type Names = ReturnType<typeof namesOf>;
