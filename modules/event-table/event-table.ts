import { DynamodbTable } from "@cdktf/provider-aws/lib/dynamodb-table";
import { Construct } from "constructs";

/** On-demand, or fixed units for the table and for its index. */
export type TableCapacity =
  | { readonly mode: "on-demand" }
  | { readonly mode: "provisioned"; readonly readCapacityUnits: number; readonly writeCapacityUnits: number };

/** See {@link EventTable}. */
export interface EventTableProps {
  readonly name: string;
  readonly capacity: TableCapacity;
  /** 1–35. */
  readonly pointInTimeRecoveryDays: number;
  /** @default AWS's own key, `aws/dynamodb` */
  readonly keyArn: string | undefined;
  /** Whether DynamoDB and Terraform refuse to delete it. */
  readonly isProtected: boolean;
}

/** The table of processed events, and its index by event type. */
export class EventTable extends Construct {
  readonly name: string;
  readonly arn: string;

  constructor(scope: Construct, id: string, props: EventTableProps) {
    super(scope, id);
    const units = unitsOf(props.capacity);
    const table = new DynamodbTable(this, "Resource", {
      name: props.name,
      billingMode: props.capacity.mode === "provisioned" ? "PROVISIONED" : "PAY_PER_REQUEST",
      ...units,
      hashKey: "user_id",
      rangeKey: "timestamp_event_id",
      attribute: ["user_id", "timestamp_event_id", "event_type_bucket", "timestamp"].map((name) => ({
        name,
        type: "S",
      })),
      globalSecondaryIndex: [
        {
          name: "event-type-index",
          // `CLICK#0`…: a handful of event types would be a handful of hot partitions, and these slow the table down.
          hashKey: "event_type_bucket",
          rangeKey: "timestamp",
          projectionType: "ALL",
          ...units,
        },
      ],
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
  }
}

function unitsOf(capacity: TableCapacity) {
  if (capacity.mode === "on-demand") return {};
  return { readCapacity: capacity.readCapacityUnits, writeCapacity: capacity.writeCapacityUnits };
}
