import type { LambdaFunction } from "../lambda-function";

/** A function as ListFunctions shows it. */
export function configurationOutput({ arn, configuration, code, revisionId, modifiedMs }: LambdaFunction) {
  const { name, given, environment } = configuration;
  const { Layers = [], LoggingConfig, ...others } = given;
  return {
    FunctionName: name,
    FunctionArn: arn,
    Runtime: configuration.runtime,
    Role: configuration.roleArn,
    Handler: configuration.handler,
    CodeSize: code.sizeBytes,
    Description: configuration.description,
    Timeout: configuration.timeoutSeconds,
    MemorySize: configuration.memoryMegabytes,
    // Lambda writes a zone where others write Z.
    LastModified: new Date(modifiedMs).toISOString().replace("Z", "+0000"),
    CodeSha256: code.sha256,
    Version: "$LATEST",
    Environment: environment && { Variables: environment },
    TracingConfig: { Mode: "PassThrough" },
    RevisionId: revisionId,
    PackageType: "Zip",
    Architectures: ["x86_64"],
    EphemeralStorage: { Size: 512 },
    SnapStart: { ApplyOn: "None", OptimizationStatus: "Off" },
    LoggingConfig: { LogFormat: "Text", LogGroup: `/aws/lambda/${name}`, ...(LoggingConfig as object | undefined) },
    ...others,
    Layers: layersOutput(Layers),
  };
}

/** A function as all other operations show it: as soon as it is there, it can be invoked. */
export function functionOutput(fn: LambdaFunction) {
  return { ...configurationOutput(fn), State: "Active", LastUpdateStatus: "Successful" };
}

function layersOutput(layers: unknown) {
  if (!Array.isArray(layers) || layers.length === 0) return undefined;
  return layers.map((Arn: unknown) => ({ Arn, CodeSize: 0 }));
}
