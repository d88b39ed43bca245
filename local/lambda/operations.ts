import type { RestRoute } from "../server/rest-router";
import { createEventSourceMapping } from "./actions/create-event-source-mapping";
import { createFunction } from "./actions/create-function";
import { deleteFunction } from "./actions/delete-function";
import {
  deleteFunctionConcurrency,
  getFunctionConcurrency,
  putFunctionConcurrency,
} from "./actions/function-concurrency";
import { deleteEventSourceMapping, getEventSourceMapping } from "./actions/get-event-source-mapping";
import { getFunction, getFunctionConfiguration } from "./actions/get-function";
import { listEventSourceMappings } from "./actions/list-event-source-mappings";
import { listFunctions } from "./actions/list-functions";
import { listTags, tagResource, untagResource } from "./actions/tag-resource";
import { updateEventSourceMapping } from "./actions/update-event-source-mapping";
import { updateFunctionCode } from "./actions/update-function-code";
import { updateFunctionConfiguration } from "./actions/update-function-configuration";
import type { Lambda } from "./lambda";

/** One operation: takes what the request says, returns what to answer, throws `AwsError` for AWS's errors. */
type Action = (lambda: Lambda, input: unknown) => unknown;

/** An operation and its address. */
export interface Operation extends RestRoute {
  readonly name: string;
  /** Of an answer that is no error. */
  readonly statusCode: number;
  readonly action: Action;
}

const functionPath = "/2015-03-31/functions/{FunctionName}";
const concurrencyPath = "functions/{FunctionName}/concurrency";
const mappingPath = "/2015-03-31/event-source-mappings/{UUID}";
const tagPath = "/2017-03-31/tags/{Resource}";

/** All of Lambda's API that is here, but Invoke. */
export const operations: readonly Operation[] = [
  operation("CreateFunction", "POST", "/2015-03-31/functions", 201, createFunction),
  operation("ListFunctions", "GET", "/2015-03-31/functions", 200, listFunctions),
  operation("GetFunction", "GET", functionPath, 200, getFunction),
  operation("GetFunctionConfiguration", "GET", `${functionPath}/configuration`, 200, getFunctionConfiguration),
  operation("UpdateFunctionConfiguration", "PUT", `${functionPath}/configuration`, 200, updateFunctionConfiguration),
  operation("UpdateFunctionCode", "PUT", `${functionPath}/code`, 200, updateFunctionCode),
  operation("DeleteFunction", "DELETE", functionPath, 204, deleteFunction),
  operation("PutFunctionConcurrency", "PUT", `/2017-10-31/${concurrencyPath}`, 200, putFunctionConcurrency),
  operation("GetFunctionConcurrency", "GET", `/2019-09-30/${concurrencyPath}`, 200, getFunctionConcurrency),
  operation("DeleteFunctionConcurrency", "DELETE", `/2017-10-31/${concurrencyPath}`, 204, deleteFunctionConcurrency),
  operation("CreateEventSourceMapping", "POST", "/2015-03-31/event-source-mappings", 202, createEventSourceMapping),
  operation("ListEventSourceMappings", "GET", "/2015-03-31/event-source-mappings", 200, listEventSourceMappings),
  operation("GetEventSourceMapping", "GET", mappingPath, 200, getEventSourceMapping),
  operation("UpdateEventSourceMapping", "PUT", mappingPath, 202, updateEventSourceMapping),
  operation("DeleteEventSourceMapping", "DELETE", mappingPath, 202, deleteEventSourceMapping),
  operation("ListTags", "GET", tagPath, 200, listTags),
  operation("TagResource", "POST", tagPath, 204, tagResource),
  operation("UntagResource", "DELETE", tagPath, 204, untagResource),
];

function operation(
  name: string,
  method: RestRoute["method"],
  path: string,
  statusCode: number,
  action: Action,
): Operation {
  return { name, method, path, statusCode, action };
}
