import { execFileSync } from "node:child_process";

/** A shape of AWS's model of a service, as botocore has it. */
export interface ModelShape {
  readonly type:
    | "structure"
    | "list"
    | "map"
    | "string"
    | "integer"
    | "long"
    | "double"
    | "boolean"
    | "timestamp"
    | "blob";
  readonly members?: Readonly<Record<string, { readonly shape: string }>>;
  readonly required?: readonly string[];
  readonly member?: { readonly shape: string };
  readonly key?: { readonly shape: string };
  readonly value?: { readonly shape: string };
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly enum?: readonly string[];
}

/** An operation of AWS's model. */
export interface ModelOperation {
  readonly name: string;
  readonly input: { readonly shape: string };
  readonly output?: { readonly shape: string };
  readonly errors: readonly { readonly shape: string }[];
}

/** AWS's model of a service. */
export interface ServiceModel {
  readonly operations: Readonly<Record<string, ModelOperation>>;
  readonly shapes: Readonly<Record<string, ModelShape>>;
}

/** Reads the newest model of a service that botocore ships. */
export function readServiceModel(service: string): ServiceModel {
  const program =
    "import botocore.loaders, json\n" +
    `print(json.dumps(botocore.loaders.Loader().load_service_model("${service}", "service-2")))`;
  return JSON.parse(execFileSync("python3", ["-c", program], { encoding: "utf8", maxBuffer: 64 * 1024 * 1024 }));
}

/** A shape by its name. */
export function shapeOf({ shapes }: ServiceModel, name: string): ModelShape {
  const shape = shapes[name];
  if (!shape) throw new Error(`the model has no shape ${name}`);
  return shape;
}

/** An operation by its name. */
export function operationOf({ operations }: ServiceModel, name: string): ModelOperation {
  const operation = operations[name];
  if (!operation) throw new Error(`the model has no operation ${name}`);
  return operation;
}

/** Whether a string keeps to a shape's pattern, which holds for the whole of it. */
export function matches({ pattern }: ModelShape, value: string): boolean {
  return pattern === undefined || new RegExp(`^(?:${pattern})$`).test(value);
}
