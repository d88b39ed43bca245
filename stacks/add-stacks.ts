import type { App } from "cdktf";
import type { Environment } from "../environments";
import type { FunctionCode } from "../modules/lambda-function/lambda-function";
import { FoundationStack } from "./foundation";
import { ProcessingStack } from "./processing";
import { StorageStack } from "./storage";
import { StreamingStack } from "./streaming";

/**
 * Adds every stack of an environment.
 * @param codes the bundle of each `code` that a processor names.
 */
export function addStacks(app: App, environment: Environment, codes: ReadonlyMap<string, FunctionCode>): void {
  const foundation = new FoundationStack(app, environment);
  const storage = new StorageStack(app, environment, foundation);
  const streaming = new StreamingStack(app, environment, foundation);
  new ProcessingStack(app, environment, { foundation, storage, streaming }, codes);
}
