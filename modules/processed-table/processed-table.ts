import { DynamodbTable } from "@cdktf/provider-aws/lib/dynamodb-table";
import { Construct } from "constructs";
import { type TableMetrics, tableMetrics } from "./metrics";
import { type Schema, schemas } from "./schemas";

/** On-demand, or fixed units for the table and for its index, if it has one. */
export type TableCapacity =
  | { readonly mode: "on-demand" }
  | { readonly mode: "provisioned"; readonly readCapacityUnits: number; readonly writeCapacityUnits: number };

/** See {@link ProcessedTable}. */
export interface ProcessedTableProps {
  readonly name: string;
  readonly holds: keyof typeof schemas;
  readonly capacity: TableCapacity;
  /** 1–35. */
  readonly pointInTimeRecoveryDays: number;
  /** @default AWS's own key, `aws/dynamodb` */
  readonly keyArn: string | undefined;
  /** Whether DynamoDB and Terraform refuse to delete it. */
  readonly isProtected: boolean;
}

/** A table of what processors make of a stream: of each user, in the order of time. */
export class ProcessedTable extends Construct {
  readonly name: string;
  readonly arn: string;
  readonly metrics: TableMetrics;

  constructor(scope: Construct, id: string, props: ProcessedTableProps) {
    super(scope, id);
    const units = unitsOf(props.capacity);
    const { rangeKey, index }: Schema = schemas[props.holds];
    const table = new DynamodbTable(this, "Resource", {
      name: props.name,
      billingMode: props.capacity.mode === "provisioned" ? "PROVISIONED" : "PAY_PER_REQUEST",
      ...units,
      hashKey: "user_id",
      rangeKey,
      attribute: ["user_id", rangeKey, ...(index ? [index.hashKey, index.rangeKey] : [])].map((name) => ({
        name,
        type: "S",
      })),
      globalSecondaryIndex: index && [{ ...index, projectionType: "ALL", ...units }],
      ttl: { attributeName: "ttl", enabled: true },
      pointInTimeRecovery: { enabled: true, recoveryPeriodInDays: props.pointInTimeRecoveryDays },
      streamEnabled: true,
      streamViewType: "NEW_AND_OLD_IMAGES",
      serverSideEncryption: { enabled: true, kmsKeyArn: props.keyArn },
      deletionProtectionEnabled: props.isProtected,
      lifecycle: { preventDestroy: props.isProtected },
    });
    this.name = props.name;
    this.arn = table.arn;
    this.metrics = tableMetrics(props.name, index ? [index.name] : []);
  }
}

function unitsOf(capacity: TableCapacity) {
  if (capacity.mode === "on-demand") return {};
  return { readCapacity: capacity.readCapacityUnits, writeCapacity: capacity.writeCapacityUnits };
}
