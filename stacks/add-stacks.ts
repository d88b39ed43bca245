import type { App } from "cdktf";
import type { Environment } from "../environments";
import { AnalyticsStack, type FlinkJar } from "./analytics";
import { BootstrapStack } from "./bootstrap";
import { DeliveryStack } from "./delivery";
import { FoundationStack } from "./foundation";
import type { FunctionCodes } from "./function-codes";
import { ObservabilityStack } from "./observability";
import { ProcessingStack } from "./processing";
import { StorageStack } from "./storage";
import { StreamingStack } from "./streaming";

/** Adds every stack of an environment. */
export function addStacks(app: App, environment: Environment, codes: FunctionCodes, jar: FlinkJar): void {
  new BootstrapStack(app, environment);
  const foundation = new FoundationStack(app, environment);
  const storage = new StorageStack(app, environment, foundation);
  const streaming = new StreamingStack(app, environment, foundation);
  const upstream = { foundation, storage, streaming };
  const processing = new ProcessingStack(app, environment, upstream, codes);
  const delivery = new DeliveryStack(app, environment, upstream, codes);
  const analytics = new AnalyticsStack(app, environment, upstream, jar);
  new ObservabilityStack(app, environment, { ...upstream, processing, delivery, analytics });
}
