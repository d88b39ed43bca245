import { integer, list, oneOf, type Shape, structure, text, textMap } from "../../server/input-shape";
import type { FunctionConfiguration } from "../function-configuration";
import { refuseMembers } from "../invalid-parameter";

/** A member that nothing here reads: it is given back as it came. */
const asGiven: Shape<unknown> = { parse: (value) => value, check: () => undefined };

/** Members of a function's settings that change nothing here. */
const givenMembers = {
  Architectures: list(oneOf(["x86_64", "arm64"]), { min: 1, max: 1 }),
  DeadLetterConfig: asGiven,
  EphemeralStorage: structure({ Size: integer({ min: 512, max: 10_240 }) }, {}),
  FileSystemConfigs: asGiven,
  KMSKeyArn: text({ pattern: "(arn:(aws[a-zA-Z-]*)?:[a-z0-9-.]+:.*)|()" }),
  Layers: list(text({ min: 1, max: 140 }), {}),
  LoggingConfig: asGiven,
  TracingConfig: structure({}, { Mode: oneOf(["Active", "PassThrough"]) }),
  VpcConfig: asGiven,
};

const isUnbounded = { min: 0, max: Infinity };

/** A function's role: any, for nothing here enforces it. */
export const role = text({ pattern: "arn:(aws[a-zA-Z-]*)?:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+" });

/** The settings that CreateFunction and UpdateFunctionConfiguration have in common. */
export const settingMembers = {
  ...givenMembers,
  Description: text({ min: 0, max: 256 }),
  Environment: structure(
    {},
    { Variables: textMap({ ...isUnbounded, keyLength: isUnbounded, valueLength: isUnbounded }) },
  ),
  Handler: text({ min: 0, max: 128, pattern: "[^\\s]+" }),
  MemorySize: integer({ min: 128, max: 32_768 }),
  Runtime: text({}),
  Timeout: integer({ min: 1 }),
};

const settings = structure({}, { ...settingMembers, Role: role });

/** Members that ask for more than a Node.js function has here. */
const refusedMembers = [
  ...["CapacityProviderConfig", "CodeSigningConfigArn", "DurableConfig", "ImageConfig", "Publish", "PublishTo"],
  "TenancyConfig",
];

/** Refuses what CreateFunction and UpdateFunctionConfiguration ask for beside. @throws AwsError as `refuseMembers` */
export function refuseFunctionMembers(input: unknown): void {
  refuseMembers(input, refusedMembers);
}

/** What a request sets of a function; what it is silent about is left out. */
export function readSettings(input: ReturnType<typeof settings.parse>): Partial<FunctionConfiguration> {
  const { Description, Environment, Handler, MemorySize, Role, Runtime, Timeout } = input;
  return {
    ...(Description !== undefined && { description: Description }),
    ...(Environment?.Variables && { environment: Environment.Variables }),
    ...(Handler !== undefined && { handler: Handler }),
    ...(MemorySize !== undefined && { memoryMegabytes: MemorySize }),
    ...(Role !== undefined && { roleArn: Role }),
    ...(Runtime !== undefined && { runtime: Runtime }),
    ...(Timeout !== undefined && { timeoutSeconds: Timeout }),
  };
}

/** The members of a request that change nothing here. */
export function readGiven(input: object): FunctionConfiguration["given"] {
  return Object.fromEntries(Object.entries(input).filter(([name]) => Object.hasOwn(givenMembers, name)));
}
