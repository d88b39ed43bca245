import { type AwsAccount, awsAccount } from "./aws-account";
import { computedAttributes } from "./computed-attributes";
import { readDataSource } from "./data-sources";
import { EvaluationError, type ExpressionLocation, TerraformExpressionError } from "./errors";
import { evaluateTemplate, Namespace, type Scope } from "./evaluator";
import type { LazyValues } from "./lazy-values";
import { parseTemplate } from "./parser";
import { isList, isMap, toText, type Value, type ValueMap } from "./value";

/** A resource of an environment with every expression resolved. */
export interface ResolvedResource {
  /** The stack's id: `dev-storage`. */
  readonly stack: string;
  /** The folder of the stack's cdk.tf.json, absolute; relative paths among the attributes start there. */
  readonly stackDir: string;
  /** Terraform's type: `aws_s3_bucket`. */
  readonly type: string;
  /** Terraform's name: `Lake_Resource`. */
  readonly name: string;
  /** `dev-storage:aws_s3_bucket.Lake_Resource`. */
  readonly address: string;
  /**
   * The arguments as Terraform would pass them to the provider, without null ones and without Terraform's own
   * (`depends_on`, `lifecycle`, `provider`). A block stands as it was written: an object, or a list of them.
   */
  readonly attributes: ValueMap;
  /** What AWS would add in making it, such as `arn` and `id`. */
  readonly computed: ValueMap;
}

/** The parts of a cdk.tf.json that the reader looks at. */
export interface StackDocument {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, ValueMap>>>>;
  readonly data?: Readonly<Record<string, Readonly<Record<string, ValueMap>>>>;
  readonly locals?: ValueMap;
  readonly variable?: Readonly<Record<string, ValueMap>>;
  readonly output?: Readonly<Record<string, ValueMap>>;
  readonly provider?: Readonly<Record<string, Value>>;
  readonly module?: ValueMap;
  readonly terraform?: { readonly backend?: Readonly<Record<string, ValueMap>> };
}

/** What the stacks of an environment share while they are resolved. */
export interface Surroundings {
  readonly values: LazyValues;
  /** The stack that keeps its state there; throws an EvaluationError where none does. */
  readonly stackAt: (backend: string, config: ValueMap) => Stack;
}

/** The account where a stack's provider names none. */
const PLACEHOLDER_ACCOUNT = "000000000000";

/** Terraform's own arguments, which no provider sees. `//` is CDKTF's comment. */
const META_ARGUMENTS = new Set(["//", "depends_on", "lifecycle", "provider"]);

/** Arguments that would make several resources, or blocks, of one: CDKTF makes these in TypeScript. */
const REPEATING_ARGUMENTS = ["count", "for_each", "dynamic"];

/**
 * One stack: resolves its resources and outputs when they are asked for, and what these need before them.
 * A data source that nothing refers to is not read.
 */
export class Stack {
  readonly #scope: Scope;
  readonly #resources: ResolvedResource[] = [];

  constructor(
    readonly id: string,
    /** The folder of cdk.tf.json, absolute. */
    readonly directory: string,
    readonly document: StackDocument,
    readonly surroundings: Surroundings,
  ) {
    const roots: Readonly<Record<string, Namespace>> = {
      local: new Namespace((name) => this.#local(name)),
      var: new Namespace((name) => this.#variable(name)),
      data: new Namespace((type) => new Namespace((name) => this.#dataSource(type, name))),
      path: new Namespace((name) => memberOf({ module: ".", root: ".", cwd: directory }, name, "path.")),
      terraform: new Namespace((name) => memberOf({ workspace: "default" }, name, "terraform.")),
    };
    const rootOf = (name: string) =>
      (Object.hasOwn(roots, name) ? roots[name] : undefined) ?? this.#resourcesOfType(name, Object.keys(roots));
    this.#scope = { lookUp: rootOf, directory };
  }

  /** All resources, each after those that it needs. */
  resources(): readonly ResolvedResource[] {
    for (const name of Object.keys(this.document.module ?? {})) {
      throw failure(this.#at(`module.${name}`), "module", "modules are not supported: use constructs");
    }
    for (const [type, named] of Object.entries(this.document.resource ?? {})) {
      for (const name of Object.keys(named)) this.#resource(type, name);
    }
    return this.#resources;
  }

  /** All outputs by name. */
  outputs(): ValueMap {
    return Object.fromEntries(Object.keys(this.document.output ?? {}).map((name) => [name, this.#output(name)]));
  }

  /** The account and region of the AWS provider with this alias, or else of the default one. */
  account(alias?: string): AwsAccount {
    const at = this.#at(alias === undefined ? "provider.aws" : `provider.aws.${alias}`);
    return this.surroundings.values.get(`${this.id}:${at.holder}`, () => {
      const provider = this.#locate(at, at.holder, () => this.#provider(alias));
      const argument = (name: string) => this.#resolve(provider[name] ?? null, inside(at, name));
      const region = argument("region");
      if (region === null) throw failure(at, "region", "it is not set");
      const allowed = argument("allowed_account_ids");
      const [accountId = PLACEHOLDER_ACCOUNT] = isList(allowed) ? allowed : [];
      return awsAccount(toText(accountId), toText(region));
    });
  }

  #provider(alias: string | undefined): ValueMap {
    const given = this.document.provider?.["aws"] ?? [];
    const providers = (isList(given) ? given : [given]).filter(isMap);
    const found = providers.find((provider) => provider["alias"] === alias);
    if (found) return found;
    throw new EvaluationError("the stack has no such provider");
  }

  #resourcesOfType(type: string, roots: readonly string[]): Namespace {
    const types = this.document.resource ?? {};
    if (Object.hasOwn(types, type)) {
      return new Namespace((name) => {
        const { attributes, computed } = this.#resource(type, name);
        return { ...computed, ...attributes };
      });
    }
    const known = [...roots, ...Object.keys(types)].join(", ");
    throw new EvaluationError(`nothing here is called ${JSON.stringify(type)}; there are: ${known}`);
  }

  #resource(type: string, name: string): ResolvedResource {
    const body = memberOf(this.document.resource?.[type] ?? {}, name, `${type}.`);
    const address = `${this.id}:${type}.${name}`;
    return this.surroundings.values.get(address, () => {
      const at = this.#at(`${type}.${name}`);
      const repeating = REPEATING_ARGUMENTS.find((argument) => Object.hasOwn(body, argument));
      if (repeating) throw failure(at, repeating, "it is not supported: make one construct for each in TypeScript");
      for (const dependency of toDependencies(body)) this.#locate(at, dependency, () => this.#dependency(dependency));
      const attributes = this.#arguments(body, at);
      const account = this.#locate(at, "provider", () => this.#accountOf(body));
      const computed = computedAttributes(type, { address, attributes }, account);
      const resource = { stack: this.id, stackDir: this.directory, type, name, address, attributes, computed };
      this.#resources.push(resource);
      return resource;
    });
  }

  /** Resolves what `depends_on` names, so that it comes first. */
  #dependency(address: string): void {
    const [kind = "", type = "", name = ""] = address.split(".");
    if (kind === "data") this.#dataSource(type, name);
    else this.#resource(kind, type);
  }

  #dataSource(type: string, name: string): ValueMap {
    const body = memberOf(this.document.data?.[type] ?? {}, name, `data.${type}.`);
    return this.surroundings.values.get(`${this.id}:data.${type}.${name}`, () => {
      const at = this.#at(`data.${type}.${name}`);
      const attributes = this.#arguments(body, at);
      const answer = this.#locate(at, `data.${type}.${name}`, () =>
        type === "terraform_remote_state"
          ? this.#remoteState(attributes)
          : readDataSource(type, attributes, this.#accountOf(body)),
      );
      return { ...attributes, ...answer };
    });
  }

  #remoteState(attributes: ValueMap): ValueMap {
    const config = attributes["config"] ?? {};
    const backend = toText(attributes["backend"] ?? null);
    return { outputs: this.surroundings.stackAt(backend, isMap(config) ? config : {}).outputs() };
  }

  #accountOf(body: ValueMap): AwsAccount {
    const provider = body["provider"];
    return this.account(provider === undefined ? undefined : toText(provider).split(".")[1]);
  }

  #local(name: string): Value {
    const value = memberOf(this.document.locals ?? {}, name, "local.");
    return this.surroundings.values.get(`${this.id}:local.${name}`, () =>
      this.#resolve(value, this.#at(`local.${name}`)),
    );
  }

  /** A variable's default, which Terraform takes as it is written: it may hold no expressions. */
  #variable(name: string): Value {
    const variable = memberOf(this.document.variable ?? {}, name, "var.");
    const value = variable["default"];
    if (value === undefined) throw new EvaluationError(`the variable ${name} has no default, and nothing sets it here`);
    return value;
  }

  #output(name: string): Value {
    const output = memberOf(this.document.output ?? {}, name, "output.");
    return this.surroundings.values.get(`${this.id}:output.${name}`, () =>
      this.#resolve(output["value"] ?? null, this.#at(`output.${name}`)),
    );
  }

  #arguments(body: ValueMap, at: ExpressionLocation): ValueMap {
    const own = Object.entries(body).filter(([argument]) => !META_ARGUMENTS.has(argument));
    return this.#resolveMap(own, at);
  }

  /** Resolves what was written, all the way down. */
  #resolve(written: Value, at: ExpressionLocation): Value {
    if (typeof written === "string") return this.#resolveTemplate(written, at);
    if (isList(written)) return written.map((item, index) => this.#resolve(item, inside(at, `[${index}]`)));
    return isMap(written) ? this.#resolveMap(Object.entries(written), at) : written;
  }

  /** A null argument counts as not given. Keys are templates too. */
  #resolveMap(entries: readonly (readonly [string, Value])[], at: ExpressionLocation): ValueMap {
    return Object.fromEntries(
      entries.flatMap(([key, written]) => {
        const within = inside(at, at.attribute ? `.${key}` : key);
        const value = this.#resolve(written, within);
        return value === null ? [] : [[toText(this.#resolveTemplate(key, within)), value]];
      }),
    );
  }

  #resolveTemplate(template: string, at: ExpressionLocation): Value {
    const parts = this.#locate(at, template, () => parseTemplate(template));
    return evaluateTemplate(parts, this.#scope, (part, evaluation) => this.#locate(at, part.source, evaluation));
  }

  /** Gives an error of evaluation its place. */
  #locate<T>(at: ExpressionLocation, expression: string, evaluation: () => T): T {
    try {
      return evaluation();
    } catch (error) {
      if (error instanceof EvaluationError) throw failure(at, expression, error.message, error);
      throw error;
    }
  }

  #at(holder: string): ExpressionLocation {
    return { stack: this.id, holder, attribute: "" };
  }
}

function failure(at: ExpressionLocation, expression: string, reason: string, cause?: Error): TerraformExpressionError {
  return new TerraformExpressionError(at, expression, reason, { cause });
}

function inside(at: ExpressionLocation, step: string): ExpressionLocation {
  return { ...at, attribute: `${at.attribute}${step}` };
}

function toDependencies(body: ValueMap): readonly string[] {
  const given = body["depends_on"] ?? [];
  return isList(given) ? given.map(toText) : [];
}

function memberOf<T>(members: Readonly<Record<string, T>>, name: string, prefix: string): T {
  const member = Object.hasOwn(members, name) ? members[name] : undefined;
  if (member !== undefined) return member;
  const known = Object.keys(members)
    .map((key) => prefix + key)
    .join(", ");
  throw new EvaluationError(`there is no ${prefix}${name}; there are: ${known || "none"}`);
}
