import { Construct } from "constructs";
import type { Environment } from "../environments";
import { AlertTopic, type TopicSubscription } from "../modules/alert-topic/alert-topic";
import { ChatChannel } from "../modules/chat-channel/chat-channel";
import { EncryptionKey } from "../modules/encryption-key/encryption-key";
import type { Statement } from "../modules/iam/policy-document";
import type { Named } from "../names";
import { chatChannels, type Urgency } from "./chat-channels";
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

/** What changes almost never: keys, and the topics of alerts with whom these tell. */
export class FoundationStack extends EnvironmentStack {
  readonly keys: DataKeys;

  constructor(scope: Construct, environment: Environment) {
    super(scope, "foundation", environment);
    this.keys = { ...(environment.encryption === "customer-managed" && this.dataKeys()), ...this.deliveriesKey() };

    const keyArn = this.key("AlertsKey", "alerts", alertKeyUsage(environment));
    const page = this.topic("PageTopic", "page", keyArn);
    const ticket = this.topic("TicketTopic", "ticket", keyArn);
    this.chat({ page: page.arn, ticket: ticket.arn });
    this.output("topics", { page, ticket });
  }

  private topic(id: string, urgency: Urgency, keyArn: string): Named {
    const { environment, names } = this;
    const { name } = names.topic(urgency);
    const { arn } = new AlertTopic(this, id, {
      name,
      account: environment.account,
      keyArn,
      alarmsArn: names.alarmsArn,
      subscriptions: environment.alarms.subscriptions[urgency].flatMap((subscription): TopicSubscription[] => {
        if (subscription.kind === "chat") return [];
        const endpoint = subscription.kind === "email" ? subscription.address : subscription.url;
        return [{ protocol: subscription.kind, endpoint }];
      }),
    });
    return { name, arn };
  }

  /** AWS subscribes the channels to the topics by itself. */
  private chat(topicArns: Readonly<Record<Urgency, string>>): void {
    const { environment, names } = this;
    const group = new Construct(this, "Chat");
    for (const { workspaceId, channelId, urgencies } of chatChannels(environment)) {
      new ChatChannel(group, `${workspaceId}-${channelId}`, {
        name: names.chatChannel(channelId).name,
        roleName: names.chatRole(channelId).name,
        account: environment.account,
        partition: names.partition,
        workspaceId,
        channelId,
        // What it draws beside an alarm.
        statements: [
          { Sid: "Watch", Action: ["cloudwatch:DescribeAlarms", "cloudwatch:GetMetricData"], Resource: ["*"] },
        ],
        topicArns: urgencies.map((urgency) => topicArns[urgency]),
        boundaryArn: this.boundaryArn,
      });
    }
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
