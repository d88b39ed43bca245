import { type AwsAccount, stableHex, stableUuid } from "./aws-account";
import { toText, type ValueMap } from "./value";

/** A resource as written, before AWS has made it. */
export interface PlannedResource {
  /** `dev-storage:aws_s3_bucket.Lake`; what AWS makes by chance follows from it. */
  readonly address: string;
  readonly attributes: ValueMap;
}

/**
 * The attributes that AWS gives a resource when it makes it, such as its ARN.
 * Empty for a type that the reader has no table entry for: a reference to such an attribute is then an error.
 */
export function computedAttributes(type: string, planned: PlannedResource, account: AwsAccount): ValueMap {
  const rule = Object.hasOwn(rules, type) ? rules[type] : undefined;
  return rule ? rule(new Making(planned, account)) : {};
}

/** What the rules share: attributes with their fallbacks, ARNs and made-up identifiers. */
class Making {
  readonly address: string;
  readonly account: AwsAccount;
  readonly #attributes: ValueMap;

  constructor({ address, attributes }: PlannedResource, account: AwsAccount) {
    this.address = address;
    this.account = account;
    this.#attributes = attributes;
  }

  /** A given attribute as text, or else the fallback. */
  text(attribute: string, fallback = ""): string {
    const value = this.#attributes[attribute];
    return value === undefined || value === null ? fallback : toText(value);
  }

  /** The given name, or as Terraform makes one: from the prefix, or `terraform-`, and 26 digits. */
  name(attribute = "name"): string {
    return this.text(attribute, `${this.text(`${attribute}_prefix`, "terraform-")}${stableHex(this.address, 26)}`);
  }

  /** Whether a flag is set. */
  isSet(attribute: string): boolean {
    return this.#attributes[attribute] === true;
  }

  /** An ARN of this account and region. */
  arn(service: string, resource: string): string {
    const { partition, region, accountId } = this.account;
    return `arn:${partition}:${service}:${region}:${accountId}:${resource}`;
  }

  /** An ARN of this account that has no region. */
  globalArn(service: string, resource: string): string {
    return `arn:${this.account.partition}:${service}::${this.account.accountId}:${resource}`;
  }

  uuid(): string {
    return stableUuid(this.address);
  }

  /** An identifier as EC2 makes them: `vpc-` and 17 hexadecimal digits. */
  ec2Id(kind: string): string {
    return `${kind}-${stableHex(this.address, 17)}`;
  }

  /** An identifier as IAM makes them: `AROA` and 17 capitals and digits. */
  iamId(kind: string): string {
    return kind + stableHex(this.address, 17).toUpperCase();
  }

  /** A moment in 2025, in seconds since the epoch. */
  creationSeconds(): number {
    return Date.UTC(2025, 0, 1) / 1000 + (Number.parseInt(stableHex(this.address, 7), 16) % (365 * 86_400));
  }
}

type Rule = (making: Making) => ValueMap;

/** The attribute's value is the resource's id: so for what Terraform keeps as a resource and AWS as a setting. */
function idFrom(attribute: string): Rule {
  return (making) => ({ id: making.text(attribute) });
}

/** A resource whose id is its ARN. */
function idIsArn(arnOf: (making: Making) => string): Rule {
  return (making) => ({ id: arnOf(making), arn: arnOf(making) });
}

/** A resource of EC2: `vpc-0123…`, `arn:…:vpc/vpc-0123…`. */
function ec2(kind: string, prefix: string): Rule {
  return (making) => {
    const id = making.ec2Id(prefix);
    return { id, arn: making.arn("ec2", `${kind}/${id}`), owner_id: making.account.accountId };
  };
}

const deliveryStreamArn = (making: Making) => making.arn("firehose", `deliverystream/${making.name()}`);
const topicArn = (making: Making) => making.arn("sns", making.name());

const rules: Readonly<Record<string, Rule>> = {
  aws_kinesis_stream: idIsArn((making) => making.arn("kinesis", `stream/${making.name()}`)),
  aws_kinesis_stream_consumer: idIsArn(
    (making) => `${making.text("stream_arn")}/consumer/${making.name()}:${making.creationSeconds()}`,
  ),
  aws_kinesis_resource_policy: idFrom("resource_arn"),
  aws_kinesis_firehose_delivery_stream: (making) => ({
    id: deliveryStreamArn(making),
    arn: deliveryStreamArn(making),
    destination_id: "destinationId-000000000001",
    version_id: "1",
  }),
  aws_kinesisanalyticsv2_application: (making) => {
    const arn = making.arn("kinesisanalytics", `application/${making.name()}`);
    return { id: arn, arn, version_id: 1, status: "READY" };
  },

  aws_dynamodb_table: (making) => {
    const arn = making.arn("dynamodb", `table/${making.name()}`);
    const label = new Date(making.creationSeconds() * 1000).toISOString().replace("Z", "");
    const table = { id: making.name(), arn };
    return making.isSet("stream_enabled")
      ? { ...table, stream_arn: `${arn}/stream/${label}`, stream_label: label }
      : table;
  },

  aws_s3_bucket: (making) => {
    const bucket = making.name("bucket");
    const { partition, region, dnsSuffix } = making.account;
    return {
      id: bucket,
      bucket,
      arn: `arn:${partition}:s3:::${bucket}`,
      bucket_domain_name: `${bucket}.s3.${dnsSuffix}`,
      bucket_regional_domain_name: `${bucket}.s3.${region}.${dnsSuffix}`,
      region,
    };
  },
  aws_s3_bucket_acl: idFrom("bucket"),
  aws_s3_bucket_lifecycle_configuration: idFrom("bucket"),
  aws_s3_bucket_logging: idFrom("bucket"),
  aws_s3_bucket_notification: idFrom("bucket"),
  aws_s3_bucket_ownership_controls: idFrom("bucket"),
  aws_s3_bucket_policy: idFrom("bucket"),
  aws_s3_bucket_public_access_block: idFrom("bucket"),
  aws_s3_bucket_server_side_encryption_configuration: idFrom("bucket"),
  aws_s3_bucket_versioning: idFrom("bucket"),
  aws_s3_object: (making) => ({
    id: making.text("key"),
    arn: `arn:${making.account.partition}:s3:::${making.text("bucket")}/${making.text("key")}`,
    version_id: stableHex(making.address, 32),
  }),

  aws_lambda_function: (making) => {
    const name = making.text("function_name");
    const arn = making.arn("lambda", `function:${name}`);
    const { partition, region } = making.account;
    const version = making.isSet("publish") ? "1" : "$LATEST";
    const invokeArnOf = (target: string) =>
      `arn:${partition}:apigateway:${region}:lambda:path/2015-03-31/functions/${target}/invocations`;
    return {
      id: name,
      arn,
      version,
      qualified_arn: `${arn}:${version}`,
      invoke_arn: invokeArnOf(arn),
      qualified_invoke_arn: invokeArnOf(`${arn}:${version}`),
    };
  },
  aws_lambda_alias: (making) => {
    // The function may be given by name or by ARN.
    const functionName = making.text("function_name").split(":").at(-1);
    const arn = making.arn("lambda", `function:${functionName}:${making.text("name")}`);
    return { id: arn, arn };
  },
  aws_lambda_event_source_mapping: (making) => {
    const uuid = making.uuid();
    const functionName = making.text("function_name");
    const isArn = functionName.startsWith("arn:");
    return {
      id: uuid,
      uuid,
      arn: making.arn("lambda", `event-source-mapping:${uuid}`),
      function_arn: isArn ? functionName : making.arn("lambda", `function:${functionName}`),
    };
  },
  aws_lambda_function_event_invoke_config: idFrom("function_name"),
  aws_lambda_permission: (making) => ({ id: making.text("statement_id"), statement_id: making.text("statement_id") }),

  aws_sqs_queue: (making) => {
    const name = making.name();
    const { region, accountId, dnsSuffix } = making.account;
    const url = `https://sqs.${region}.${dnsSuffix}/${accountId}/${name}`;
    return { id: url, url, name, arn: making.arn("sqs", name) };
  },
  aws_sqs_queue_policy: idFrom("queue_url"),
  aws_sqs_queue_redrive_allow_policy: idFrom("queue_url"),
  aws_sqs_queue_redrive_policy: idFrom("queue_url"),

  aws_sns_topic: (making) => ({
    id: topicArn(making),
    arn: topicArn(making),
    name: making.name(),
    owner: making.account.accountId,
  }),
  aws_sns_topic_policy: (making) => ({ id: making.text("arn"), owner: making.account.accountId }),
  aws_sns_topic_subscription: idIsArn((making) => `${making.text("topic_arn")}:${making.uuid()}`),

  aws_iam_role: (making) => {
    const name = making.name();
    const arn = making.globalArn("iam", `role${making.text("path", "/")}${name}`);
    return { id: name, name, arn, unique_id: making.iamId("AROA") };
  },
  aws_iam_policy: (making) => {
    const name = making.name();
    const arn = making.globalArn("iam", `policy${making.text("path", "/")}${name}`);
    return { id: arn, name, arn, policy_id: making.iamId("ANPA") };
  },
  aws_iam_role_policy: (making) => ({ id: `${making.text("role")}:${making.name()}`, name: making.name() }),
  aws_iam_role_policy_attachment: (making) => ({ id: `${making.text("role")}-${stableHex(making.address, 26)}` }),
  aws_iam_openid_connect_provider: idIsArn((making) =>
    making.globalArn("iam", `oidc-provider/${making.text("url").replace(/^https:\/\//, "")}`),
  ),

  aws_kms_key: (making) => {
    const keyId = making.uuid();
    return { id: keyId, key_id: keyId, arn: making.arn("kms", `key/${keyId}`) };
  },
  aws_kms_alias: (making) => {
    const name = making.name();
    const target = making.text("target_key_id");
    return {
      id: name,
      name,
      arn: making.arn("kms", name),
      target_key_arn: target.startsWith("arn:") ? target : making.arn("kms", `key/${target}`),
    };
  },

  aws_cloudwatch_log_group: (making) => {
    const name = making.name();
    return { id: name, name, arn: making.arn("logs", `log-group:${name}`) };
  },
  aws_cloudwatch_log_stream: (making) => ({
    id: making.name(),
    arn: making.arn("logs", `log-group:${making.text("log_group_name")}:log-stream:${making.name()}`),
  }),
  aws_cloudwatch_metric_alarm: (making) => ({
    id: making.text("alarm_name"),
    arn: making.arn("cloudwatch", `alarm:${making.text("alarm_name")}`),
  }),
  aws_cloudwatch_composite_alarm: (making) => ({
    id: making.text("alarm_name"),
    arn: making.arn("cloudwatch", `alarm:${making.text("alarm_name")}`),
  }),
  aws_cloudwatch_dashboard: (making) => ({
    id: making.text("dashboard_name"),
    dashboard_arn: making.globalArn("cloudwatch", `dashboard/${making.text("dashboard_name")}`),
  }),

  aws_glue_catalog_database: (making) => ({
    id: `${making.text("catalog_id", making.account.accountId)}:${making.text("name")}`,
    arn: making.arn("glue", `database/${making.text("name")}`),
    catalog_id: making.account.accountId,
  }),
  aws_glue_catalog_table: (making) => {
    const database = making.text("database_name");
    const catalogId = making.text("catalog_id", making.account.accountId);
    return {
      id: `${catalogId}:${database}:${making.text("name")}`,
      arn: making.arn("glue", `table/${database}/${making.text("name")}`),
      catalog_id: catalogId,
    };
  },

  aws_cloudtrail: (making) => {
    const arn = making.arn("cloudtrail", `trail/${making.text("name")}`);
    return { id: arn, arn, home_region: making.account.region };
  },

  aws_vpc: (making) => ({
    ...ec2("vpc", "vpc")(making),
    default_security_group_id: making.ec2Id("sg"),
    default_network_acl_id: making.ec2Id("acl"),
    default_route_table_id: making.ec2Id("rtb"),
    main_route_table_id: making.ec2Id("rtb"),
  }),
  aws_subnet: ec2("subnet", "subnet"),
  aws_route_table: ec2("route-table", "rtb"),
  aws_route_table_association: (making) => ({ id: making.ec2Id("rtbassoc") }),
  aws_security_group: ec2("security-group", "sg"),
  aws_default_security_group: ec2("security-group", "sg"),
  aws_vpc_endpoint: ec2("vpc-endpoint", "vpce"),
  aws_flow_log: ec2("vpc-flow-log", "fl"),
  aws_vpc_security_group_ingress_rule: ec2("security-group-rule", "sgr"),
  aws_vpc_security_group_egress_rule: ec2("security-group-rule", "sgr"),
};
