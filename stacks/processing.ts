import { Construct } from "constructs";
import type { Environment, Processor } from "../environments";
import { variables } from "../functions/shared/processor/contract";
import { FailureQueue } from "../modules/failure-queue/failure-queue";
import type { QueueMetrics } from "../modules/failure-queue/metrics";
import { LambdaFunction } from "../modules/lambda-function/lambda-function";
import type { FunctionMetrics } from "../modules/lambda-function/metrics";
import { OperatorRole } from "../modules/operator-role/operator-role";
import type { MappingMetrics } from "../modules/stream-mapping/metrics";
import { StreamMapping } from "../modules/stream-mapping/stream-mapping";
import { byKey } from "./by-key";
import { EnvironmentStack } from "./environment-stack";
import { codeOf, type FunctionCodes } from "./function-codes";
import { operatorStatements } from "./operator-permissions";
import { type ProcessorOwnMetrics, processorOwnMetrics } from "./own-metrics";
import { processorStatements } from "./processor-permissions";
import type { Upstream } from "./upstream";

/** The metrics to watch a processor by. */
export interface WatchedProcessor {
  readonly function: FunctionMetrics;
  readonly own: ProcessorOwnMetrics;
  readonly mapping: MappingMetrics;
  /** Of its queue of failed batches, if these go to one. */
  readonly queue?: QueueMetrics | undefined;
}

/** The processors and what feeds them, deployed daily; and the role of those who watch over them. */
export class ProcessingStack extends EnvironmentStack {
  /** A processor's metrics by its key. @throws Error when there is no such processor. */
  readonly metricsOf: (processor: string) => WatchedProcessor;
  private readonly functions = new Construct(this, "Functions");
  private readonly mappings = new Construct(this, "Mappings");
  private readonly queues = new Construct(this, "FailureQueues");

  constructor(
    scope: Construct,
    environment: Environment,
    private readonly upstream: Upstream,
    private readonly codes: FunctionCodes,
  ) {
    super(scope, "processing", environment);
    for (const stack of Object.values(upstream)) this.addDependency(stack);

    const processors = Object.entries(environment.processors);
    const made = processors.map(([key, processor]) => ({ key, ...this.processor(key, processor) }));
    this.metricsOf = byKey(
      "processor",
      made.map(({ key, metrics }) => [key, metrics]),
    );
    const { names } = this;
    new OperatorRole(this, "Operator", {
      name: names.operatorRole.name,
      accountRootArn: names.accountRootArn,
      statements: operatorStatements(
        environment,
        upstream.foundation.keys,
        made.map(({ mappingArn }) => mappingArn),
      ),
      boundaryArn: this.boundaryArn,
    });

    this.output("functions", Object.fromEntries(made.map(({ key, arn }) => [key, { ...names.function(key), arn }])));
    this.output("queues", Object.fromEntries(made.flatMap(({ key, queue }) => (queue ? [[key, queue]] : []))));
    this.output("roles", {
      operator: names.operatorRole,
      ...Object.fromEntries(made.map(({ key }) => [key, names.role(key)])),
    });
  }

  private processor(key: string, processor: Processor) {
    const { environment, names } = this;
    const { keys } = this.upstream.foundation;
    const queue = processor.onFailure === "sqs" ? new FailureQueue(this.queues, key, names.queue(key)) : undefined;
    const consumerArn = processor.consumer && this.upstream.streaming.consumerArn(processor.stream, processor.consumer);
    const lambda = new LambdaFunction(this.functions, key, {
      ...processor,
      name: names.function(key).name,
      description: `Writes ${processor.stream} to ${processor.table}`,
      roleName: names.role(key).name,
      account: environment.account,
      code: codeOf(this.codes, processor.code),
      variables: this.variablesOf(key, processor),
      logGroup: names.logGroup(key),
      logKeyArn: keys.logs,
      statements: processorStatements(environment, key, { keys, consumerArn }),
      boundaryArn: this.boundaryArn,
    });
    const mapping = new StreamMapping(this.mappings, key, {
      ...processor,
      sourceArn: consumerArn ?? names.stream(processor.stream).arn,
      functionArn: lambda.arn,
      permissions: lambda.policy,
      onFailureArn: queue?.arn ?? names.failuresBucket.arn,
    });
    const metrics: WatchedProcessor = {
      function: lambda.metrics,
      own: processorOwnMetrics(environment.name, names.function(key).name),
      mapping: mapping.metrics,
      queue: queue?.metrics,
    };
    return {
      arn: lambda.arn,
      mappingArn: mapping.arn,
      queue: queue && { ...names.queue(key), arn: queue.arn },
      metrics,
    };
  }

  private variablesOf(key: string, processor: Processor): Record<string, string> {
    const { environment, names } = this;
    const table = environment.tables[processor.table];
    if (!table) throw new Error(`environment ${environment.name} has no table ${processor.table}`);
    return {
      [variables.tableName]: names.table(processor.table).name,
      [variables.ttlDays]: String(table.ttlDays),
      ...(table.holds.kind === "events" && { [variables.eventTypeBuckets]: String(table.holds.eventTypeBuckets) }),
      [variables.eventTypes]: processor.eventTypes.join(","),
      [variables.failuresBucket]: names.failuresBucket.name,
      [variables.processorName]: key,
      [variables.environment]: environment.name,
    };
  }
}
