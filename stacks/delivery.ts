import { Construct } from "constructs";
import type { Delivery, DeliveryDestination, Environment } from "../environments";
import { variables } from "../functions/data-transform/contract";
import { DeliveryStream } from "../modules/delivery-stream/delivery-stream";
import type { Destination } from "../modules/delivery-stream/destination";
import { httpEndpointDestination } from "../modules/delivery-stream/http-endpoint";
import { openSearchDestination } from "../modules/delivery-stream/opensearch";
import type { Transform } from "../modules/delivery-stream/processing";
import { redshiftDestination } from "../modules/delivery-stream/redshift";
import { s3Destination } from "../modules/delivery-stream/s3";
import type { Source } from "../modules/delivery-stream/source";
import { splunkDestination } from "../modules/delivery-stream/splunk";
import { LambdaFunction } from "../modules/lambda-function/lambda-function";
import { deliveryStatements } from "./delivery-permissions";
import { EnvironmentStack } from "./environment-stack";
import { codeOf, type FunctionCodes } from "./function-codes";
import type { Upstream } from "./upstream";

/** The delivery streams, and the functions that transform what they deliver. */
export class DeliveryStack extends EnvironmentStack {
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
      const { name } = names.deliveryStream(key);
      return [key, { name, arn: this.deliveryStream(key, delivery).arn }] as const;
    });
    this.output("deliveryStreams", Object.fromEntries(made));
    this.output("logGroups", Object.fromEntries(made.map(([key]) => [key, names.deliveryLogGroup(key)])));
  }

  private deliveryStream(key: string, delivery: Delivery): DeliveryStream {
    const { environment, names } = this;
    const { keys } = this.upstream.foundation;
    return new DeliveryStream(this.deliveryStreams, key, {
      name: names.deliveryStream(key).name,
      roleName: names.deliveryRole(key).name,
      account: environment.account,
      source: this.source(delivery),
      destination: this.destination(delivery.destination, this.transform(key, delivery)),
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

  private transform(key: string, { transform }: Delivery): Transform | undefined {
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
    return { ...transform, functionArn: lambda.arn };
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
