import { AwsError } from "../aws-error";
import { failure } from "../server/input-shape";

/** What of a function an update may change beside its code: AWS's settings. Never mutated. */
export interface FunctionConfiguration {
  readonly name: string;
  /** `nodejs22.x` and the like; every one of them runs on the Node.js that runs this process. */
  readonly runtime: string;
  readonly roleArn: string;
  /** `<file without extension>.<exported name>`, such as `index.handler`. */
  readonly handler: string;
  readonly description: string;
  /** 1 to 900. */
  readonly timeoutSeconds: number;
  /** 128 to 10,240. */
  readonly memoryMegabytes: number;
  /** @default none were ever set, which AWS tells from an empty map */
  readonly environment?: Readonly<Record<string, string>>;
  /** Members that change nothing here (`Layers`, `VpcConfig` …), by AWS's names: they are given back as they came. */
  readonly given: Readonly<Record<string, unknown>>;
}

/** What AWS sets where a request is silent. */
export const functionDefaults = { description: "", timeoutSeconds: 3, memoryMegabytes: 128, given: {} } as const;

const maxTimeoutSeconds = 900;
const maxMemoryMegabytes = 10_240;
const maxEnvironmentBytes = 4_096;

/** Variables that Lambda sets, and that a function can't. */
const reservedVariables = new Set([
  ...["_HANDLER", "_X_AMZN_TRACE_ID", "AWS_DEFAULT_REGION", "AWS_REGION", "AWS_EXECUTION_ENV"],
  ...["AWS_LAMBDA_FUNCTION_NAME", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "AWS_LAMBDA_FUNCTION_VERSION"],
  ...["AWS_LAMBDA_INITIALIZATION_TYPE", "AWS_LAMBDA_LOG_GROUP_NAME", "AWS_LAMBDA_LOG_STREAM_NAME"],
  ...["AWS_ACCESS_KEY", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_LAMBDA_RUNTIME_API"],
  ...["LAMBDA_TASK_ROOT", "LAMBDA_RUNTIME_DIR"],
]);

/**
 * Checks a configuration as `CreateFunction` and `UpdateFunctionConfiguration` do.
 * @throws AwsError `ValidationException` for a timeout out of range, `InvalidParameterValueException` for the rest
 */
export function checkFunctionConfiguration(configuration: FunctionConfiguration): void {
  const { name, runtime, timeoutSeconds, memoryMegabytes, environment = {} } = configuration;
  if (name.length > 64) {
    const tooLong = failure(`'${name}'`, "functionName", "have length less than or equal to 64");
    throw invalid(`1 validation error detected: ${tooLong}`);
  }
  if (!runtime.startsWith("nodejs")) {
    throw invalid(`The runtime ${runtime} does not run locally: only Node.js does (nodejs22.x and the like).`);
  }
  if (timeoutSeconds > maxTimeoutSeconds) {
    const tooLong = failure(`'${timeoutSeconds}'`, "timeout", `have value less than or equal to ${maxTimeoutSeconds}`);
    throw new AwsError("ValidationException", `1 validation error detected: ${tooLong}`);
  }
  if (memoryMegabytes > maxMemoryMegabytes) {
    const most = `Member must have value less than or equal to ${maxMemoryMegabytes}`;
    throw invalid(`'MemorySize' value failed to satisfy constraint: ${most}`);
  }
  checkEnvironment(environment);
}

function checkEnvironment(environment: Readonly<Record<string, string>>): void {
  const reserved = Object.keys(environment).filter((name) => reservedVariables.has(name));
  const unable =
    "Lambda was unable to configure your environment variables because the environment variables you have provided";
  if (reserved.length > 0) {
    throw invalid(
      `${unable} contains reserved keys that are currently not supported for modification. ` +
        `Reserved keys used in this request: ${reserved.join(", ")}`,
    );
  }
  const json = JSON.stringify(environment);
  if (Buffer.byteLength(json) > maxEnvironmentBytes) {
    throw invalid(`${unable} exceeded the 4KB limit. String measured: ${json}`);
  }
}

function invalid(message: string): AwsError {
  return new AwsError("InvalidParameterValueException", message);
}
