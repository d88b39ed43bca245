import type { Action } from "../server/target-protocol";
import type { DynaliteEngine } from "./dynalite-engine";
import { validationError } from "./table-errors";
import type { TimeToLive } from "./time-to-live";

interface UpdateTimeToLiveInput {
  readonly TableName?: string;
  readonly TimeToLiveSpecification?: { readonly AttributeName?: string; readonly Enabled?: boolean };
}

/** UpdateTimeToLive: at once, where AWS takes up to an hour. */
export function updateTimeToLive(engine: DynaliteEngine, timeToLive: TimeToLive): Action {
  return async (input) => {
    const { TableName, TimeToLiveSpecification: wanted } = input as UpdateTimeToLiveInput;
    await engine.call("DescribeTable", { TableName });
    if (!TableName || !wanted?.AttributeName || typeof wanted.Enabled !== "boolean") {
      throw validationError("TimeToLiveSpecification must name an AttributeName and whether it is Enabled");
    }
    const current = await timeToLive.attributeOf(TableName);
    if (wanted.Enabled && current !== undefined) throw validationError("TimeToLive is already enabled");
    if (!wanted.Enabled && current === undefined) throw validationError("TimeToLive is already disabled");
    if (!wanted.Enabled && current !== wanted.AttributeName) {
      throw validationError(`TimeToLive is active on a different AttributeName: current AttributeName is ${current}`);
    }
    await timeToLive.set(TableName, wanted.Enabled ? wanted.AttributeName : undefined);
    return { TimeToLiveSpecification: { AttributeName: wanted.AttributeName, Enabled: wanted.Enabled } };
  };
}

/** DescribeTimeToLive. */
export function describeTimeToLive(engine: DynaliteEngine, timeToLive: TimeToLive): Action {
  return async (input) => {
    const { TableName = "" } = input as { readonly TableName?: string };
    await engine.call("DescribeTable", { TableName });
    const attributeName = await timeToLive.attributeOf(TableName);
    const description =
      attributeName === undefined
        ? { TimeToLiveStatus: "DISABLED" }
        : { TimeToLiveStatus: "ENABLED", AttributeName: attributeName };
    return { TimeToLiveDescription: description };
  };
}
