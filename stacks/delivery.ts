import { Construct } from "constructs";
import type { Delivery, DeliveryDestination, Environment } from "../environments";
import { variables } from "../functions/data-transform/contract";
import { DeliveryStream } from "../modules/delivery-stream/delivery-stream";
import type { Destination } from "../modules/delivery-stream/destination";
import { httpEndpointDestination } from "../modules/delivery-stream/http-endpoint";
import type { DeliveryMetrics } from "../modules/delivery-stream/metrics";
import { openSearchDestination } from "../modules/delivery-stream/opensearch";
import type { Transform } from "../modules/delivery-stream/processing";
import { redshiftDestination } from "../modules/delivery-stream/redshift";
import { s3Destination } from "../modules/delivery-stream/s3";
import type { Source } from "../modules/delivery-stream/source";
import { splunkDestination } from "../modules/delivery-stream/splunk";
import { LambdaFunction } from "../modules/lambda-function/lambda-function";
import type { FunctionMetrics } from "../modules/lambda-function/metrics";
import { byKey } from "./by-key";
import { deliveryStatements } from "./delivery-permissions";
import { EnvironmentStack } from "./environment-stack";
import { codeOf, type FunctionCodes } from "./function-codes";
import { type TransformOwnMetrics, transformOwnMetrics } from "./own-metrics";
import type { Upstream } from "./upstream";

/** The metrics to watch a delivery by. */
export interface WatchedDelivery {
  readonly stream: DeliveryMetrics;
  readonly transform?: { readonly function: FunctionMetrics; readonly own: TransformOwnMetrics } | undefined;
}

/** The delivery streams, and the functions that transform what they deliver. */
export class DeliveryStack extends EnvironmentStack {
  /** A delivery's metrics by its key. @throws Error when there is no such delivery. */
  readonly metricsOf: (delivery: string) => WatchedDelivery;
  private readonly functions = new Construct(this, "Functions");
  private readonly deliveryStreams = new Construct(this, "DeliveryStreams");

  constructor(
    scope: Construct,
    environment: Environment,
    private readonly upstream: Upstream,
    private readonly codes: FunctionCodes,
  ) {
    super(scope, "delivery", environment);
    for (const stack of Object.values(upstream)) this.addDependency(stack);
    const { names } = this;
    const made = Object.entries(environment.deliveries).map(([key, delivery]) => {
      return { key, ...names.deliveryStream(key), ...this.delivery(key, delivery) };
    });
    this.output("deliveryStreams", Object.fromEntries(made.map(({ key, name, arn }) => [key, { name, arn }])));
    this.output("logGroups", Object.fromEntries(made.map(({ key }) => [key, names.deliveryLogGroup(key)])));
    this.metricsOf = byKey(
      "delivery",
      made.map(({ key, metrics }) => [key, metrics]),
    );
  }

  private delivery(key: string, delivery: Delivery): { readonly arn: string; readonly metrics: WatchedDelivery } {
    const transform = this.transform(key, delivery);
    const { arn, metrics } = this.deliveryStream(key, delivery, transform);
    return { arn, metrics: { stream: metrics, transform: transform?.metrics } };
  }

  private deliveryStream(key: string, delivery: Delivery, transform: Transform | undefined): DeliveryStream {
    const { environment, names } = this;
    const { keys } = this.upstream.foundation;
    return new DeliveryStream(this.deliveryStreams, key, {
      name: names.deliveryStream(key).name,
      roleName: names.deliveryRole(key).name,
      account: environment.account,
      source: this.source(delivery),
      destination: this.destination(delivery.destination, transform),
      logGroup: names.deliveryLogGroup(key),
      logRetentionDays: delivery.logRetentionDays,
      logKeyArn: keys.logs,
      statements: deliveryStatements(environment, delivery, keys),
      boundaryArn: this.boundaryArn,
      isProtected: environment.deletionProtection,
    });
  }

  private source({ source }: Delivery): Source {
    if (source.kind === "stream") return { kind: "stream", streamArn: this.names.stream(source.stream).arn };
    if (source.encryption === "aws-owned") return { kind: "direct-put", encryption: { kind: "aws-owned" } };
    const keyArn = this.upstream.foundation.keys.deliveries;
    if (keyArn === undefined) throw new Error(`environment ${this.environment.name} has no key for deliveries`);
    return { kind: "direct-put", encryption: { kind: "customer-managed", keyArn } };
  }

  private transform(key: string, { transform }: Delivery) {
    if (!transform) return undefined;
    const { environment, names } = this;
    const lambda = new LambdaFunction(this.functions, key, {
      ...transform,
      name: names.function(transform.name).name,
      description: `Transforms what ${key} delivers`,
      roleName: names.role(transform.name).name,
      account: environment.account,
      code: codeOf(this.codes, transform.code),
      variables: { [variables.environment]: environment.name },
      logGroup: names.logGroup(transform.name),
      logKeyArn: this.upstream.foundation.keys.logs,
      statements: [],
      boundaryArn: this.boundaryArn,
    });
    const own = transformOwnMetrics(environment.name, names.function(transform.name).name);
    return { ...transform, functionArn: lambda.arn, metrics: { function: lambda.metrics, own } };
  }

  private destination(destination: DeliveryDestination, transform: Transform | undefined): Destination {
    const inLake = { bucketArn: this.names.lakeBucket.arn };
    const inFailures = { bucketArn: this.names.failuresBucket.arn };
    switch (destination.kind) {
      case "s3":
        return s3Destination({
          ...destination,
          ...inLake,
          transform,
          conversion: this.conversion(destination),
          sourceBackup: destination.sourceBackup && { ...destination.sourceBackup, ...inLake },
        });
      case "redshift":
        return redshiftDestination({
          ...destination,
          transform,
          intermediate: { ...destination.intermediate, ...inFailures },
          sourceBackup: destination.sourceBackup && { ...destination.sourceBackup, ...inFailures },
        });
      case "opensearch":
        return openSearchDestination({ ...destination, transform, backup: { ...destination.backup, ...inFailures } });
      case "splunk":
        return splunkDestination({ ...destination, transform, backup: { ...destination.backup, ...inFailures } });
      case "http-endpoint":
        return httpEndpointDestination({ ...destination, transform, backup: { ...destination.backup, ...inFailures } });
    }
  }

  private conversion({ table, conversion }: Extract<DeliveryDestination, { kind: "s3" }>) {
    if (table === undefined || conversion === undefined) return undefined;
    const { glueCatalogArn, glueDatabase, glueTable } = this.names;
    return { ...conversion, table: { catalogArn: glueCatalogArn, database: glueDatabase, table: glueTable(table) } };
  }
}
