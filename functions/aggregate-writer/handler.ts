import { makeProcessorHandler, type Surroundings } from "../shared/processor/handler";
import type { Settings } from "../shared/processor/settings";
import { aggregateTable, type PutItem } from "./aggregate-table";
import { prepareItem } from "./record";

/** What the handler needs of the world around it. */
export interface Dependencies extends Surroundings {
  readonly putItem: PutItem;
  readonly settings: Settings;
}

/** Makes the Lambda handler, which writes a batch's aggregates to the table. */
export function makeHandler({ putItem, ...deps }: Dependencies) {
  const { tableName, ttlDays } = deps.settings;
  return makeProcessorHandler({
    ...deps,
    prepare: (record, processedAt) => prepareItem(record, processedAt, ttlDays),
    table: aggregateTable(tableName, putItem),
  });
}
