import type { Construct } from "constructs";
import type { Environment } from "../environments";
import { AlertTopic } from "../modules/alert-topic/alert-topic";
import { EncryptionKey } from "../modules/encryption-key/encryption-key";
import type { Statement } from "../modules/iam/policy-document";
import { EnvironmentStack } from "./environment-stack";
import {
  alertKeyUsage,
  bucketKeyUsage,
  deliveryKeyUsage,
  logKeyUsage,
  streamKeyUsage,
  tableKeyUsage,
} from "./key-policies";
import { logGroupArns } from "./log-groups";

/** ARNs of the keys that the environment's data is encrypted with; `undefined` where AWS's own key is. */
export interface DataKeys {
  readonly streams?: string | undefined;
  readonly tables?: string | undefined;
  readonly buckets?: string | undefined;
  readonly logs?: string | undefined;
  /** For what is put into delivery streams directly. */
  readonly deliveries?: string | undefined;
}

/** What changes almost never: keys, and the topics of alerts. */
export class FoundationStack extends EnvironmentStack {
  readonly keys: DataKeys;

  constructor(scope: Construct, environment: Environment) {
    super(scope, "foundation", environment);
    const { names } = this;
    this.keys = { ...(environment.encryption === "customer-managed" && this.dataKeys()), ...this.deliveriesKey() };

    const keyArn = this.key("AlertsKey", "alerts", alertKeyUsage(environment));
    const topics = ["page", "ticket"].map((urgency) => {
      const { name } = names.topic(urgency);
      const id = urgency === "page" ? "PageTopic" : "TicketTopic";
      const topic = new AlertTopic(this, id, {
        name,
        account: environment.account,
        keyArn,
        alarmsArn: names.alarmsArn,
      });
      return [urgency, { name, arn: topic.arn }];
    });
    this.output("topics", Object.fromEntries(topics));
  }

  /** A key whose policy named no resource would be refused by KMS: what the environment has none of has no key. */
  private dataKeys(): DataKeys {
    const { environment } = this;
    const ifAny = (entries: object, key: () => string) => (Object.keys(entries).length > 0 ? key() : undefined);
    return {
      streams: ifAny(environment.streams, () => this.key("StreamsKey", "streams", streamKeyUsage(environment))),
      tables: ifAny(environment.tables, () => this.key("TablesKey", "tables", tableKeyUsage(environment))),
      buckets: this.key("BucketsKey", "buckets", bucketKeyUsage(environment)),
      logs: ifAny(logGroupArns(environment), () => this.key("LogsKey", "logs", logKeyUsage(environment))),
    };
  }

  /** A delivery stream may ask for a key of one's own where other data has AWS's. */
  private deliveriesKey(): Pick<DataKeys, "deliveries"> {
    const { environment } = this;
    const isEncrypted = Object.values(environment.deliveries).some(
      ({ source }) => source.kind === "direct-put" && source.encryption === "customer-managed",
    );
    if (!isEncrypted) return {};
    return { deliveries: this.key("DeliveriesKey", "deliveries", deliveryKeyUsage(environment)) };
  }

  private key(id: string, purpose: string, usage: readonly Statement[]): string {
    const key = new EncryptionKey(this, id, {
      alias: this.names.keyAlias(purpose).name,
      description: `${this.environment.project} ${this.environment.name}: ${purpose}`,
      deletionWindowDays: this.environment.keyDeletionWindowDays,
      accountRootArn: this.names.accountRootArn,
      isProtected: this.environment.deletionProtection,
      usage,
    });
    return key.arn;
  }
}
