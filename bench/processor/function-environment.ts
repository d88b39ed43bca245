import { variables } from "../../functions/shared/processor/contract";

/** The environment in which Lambda would start the processor, for a table behind `endpoint`. */
export function functionEnvironment(endpoint: string, table: string): Record<string, string> {
  return {
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "local",
    AWS_SECRET_ACCESS_KEY: "local",
    AWS_ENDPOINT_URL: endpoint,
    [variables.tableName]: table,
    [variables.ttlDays]: "30",
    [variables.eventTypeBuckets]: "10",
    [variables.eventTypes]: "PAGE_VIEW,CLICK,SEARCH,ADD_TO_CART,PURCHASE",
    [variables.failuresBucket]: "failures",
    [variables.processorName]: "stream-processor",
    [variables.environment]: "dev",
  };
}
