import { makeProcessorHandler, type Surroundings } from "../shared/processor/handler";
import { type BatchWrite, eventTable } from "./event-table";
import { prepareItem } from "./record";
import type { Settings } from "./settings";

/** What the handler needs of the world around it. */
export interface Dependencies extends Surroundings {
  readonly batchWrite: BatchWrite;
  readonly settings: Settings;
}

/** Makes the Lambda handler, which writes a batch's events to the table. */
export function makeHandler({ batchWrite, ...deps }: Dependencies) {
  return makeProcessorHandler({
    ...deps,
    prepare: (record, processedAt) => prepareItem(record, processedAt, deps.settings),
    table: eventTable(deps.settings.tableName, batchWrite),
  });
}
