import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import type { Attributes, PlanJson, ResourceChange } from "../plan-json";
import { compare } from "./compare";

interface Resource {
  readonly type?: string;
  readonly name?: string;
  /** Null where it is not there; `state` is what `reality` is, and `code` too, unless said. */
  readonly state?: Attributes | null;
  readonly reality: Attributes | null;
  readonly code?: Attributes | null;
  readonly unknown?: Attributes;
  readonly sensitive?: Attributes;
  readonly actions?: readonly string[];
}

/** The plan of a stack whose code sets every attribute that it knows. */
function planOf(...resources: Resource[]): PlanJson {
  const changes = resources.map(({ reality, code = reality, unknown, sensitive, actions, ...resource }) => {
    const change = {
      actions: actions ?? actionsOf(reality, code),
      before: reality,
      after: code,
      after_unknown: unknown,
      before_sensitive: sensitive,
      after_sensitive: sensitive,
    };
    return { ...placeOf(resource), change };
  });
  const drifts = resources.flatMap(({ state, reality, ...resource }) => {
    if (state === undefined) return [];
    return [{ ...placeOf(resource), change: { actions: ["update"], before: state, after: reality } }];
  });
  const configured = resources.map(({ reality, code = reality, ...resource }) => {
    return { ...placeOf(resource), expressions: code ?? {} };
  });
  return {
    resource_changes: changes,
    resource_drift: drifts,
    configuration: { root_module: { resources: configured } },
  };
}

function placeOf({ type = "aws_kinesis_stream", name = "X" }: Pick<Resource, "type" | "name">) {
  return { address: `${type}.${name}`, mode: "managed" as const, type, name };
}

function actionsOf(reality: unknown, code: unknown): string[] {
  if (!reality || !code) return [reality ? "delete" : "create"];
  return [isDeepStrictEqual(reality, code) ? "no-op" : "update"];
}

/** Each finding as `kind attribute: from → to`. */
function read(plan: PlanJson): string[] {
  return compare(plan).findings.map(({ kind, attribute, from, to }) => {
    return `${kind} ${attribute}: ${JSON.stringify(from)} → ${JSON.stringify(to)}`;
  });
}

it("finds nothing where AWS, the state and the code agree", () => {
  expect(compare(planOf({ reality: { retention_period: 24 } }))).toEqual({ findings: [], incidental: [] });
  expect(compare({})).toEqual({ findings: [], incidental: [] });
});

it("names an attribute that was changed outside, with what it was and what it is", () => {
  const [finding] = compare(
    planOf({
      state: { retention_period: 24, name: "s" },
      reality: { retention_period: 48, name: "s" },
      code: { retention_period: 24, name: "s" },
    }),
  ).findings;
  expect(finding).toEqual({
    kind: "outside",
    resource: "aws_kinesis_stream.X",
    attribute: "retention_period",
    from: 24,
    to: 48,
  });
});

it("says what the code wants of an attribute that was changed outside and in the code", () => {
  const { findings } = compare(planOf({ state: { count: 1 }, reality: { count: 2 }, code: { count: 3 } }));
  expect(findings).toMatchObject([{ kind: "outside", from: 1, to: 2, code: 3 }]);
});

it("names code that is not applied yet: an attribute, a new resource, one that goes, and one that is made again", () => {
  expect(read(planOf({ reality: { memory: 512 }, code: { memory: 1024 } }))).toEqual(["unapplied memory: 512 → 1024"]);
  expect(read(planOf({ reality: null, code: { memory: 512 } }))).toEqual(['unapplied null: "absent" → "there"']);
  expect(read(planOf({ reality: { memory: 512 }, code: null }))).toEqual(['unapplied null: "there" → "absent"']);
  const tainted = planOf({ reality: { memory: 512 }, actions: ["delete", "create"] });
  expect(read(tainted)).toEqual(['unapplied null: "there" → "replaced"']);
});

it("names a resource that somebody has removed, unless the code has it no more, either", () => {
  const gone = planOf({ state: { name: "s" }, reality: null, code: { name: "s" } });
  expect(read(gone)).toEqual(['outside null: "there" → "absent"']);
  const { findings, incidental } = compare({ resource_drift: gone.resource_drift });
  expect([findings, incidental]).toMatchObject([[], [{ resource: "aws_kinesis_stream.X", to: "absent" }]]);
});

it("names a place inside an attribute as long as its structure stays, and else the attribute", () => {
  const variables = (values: Attributes) => ({ environment: [{ variables: values }] });
  expect(
    read(planOf({ state: variables({ A: "1" }), reality: variables({ A: "2" }), code: variables({ A: "1" }) })),
  ).toEqual(['outside environment[0].variables.A: "1" → "2"']);
  expect(read(planOf({ state: { rule: ["a", "b"] }, reality: { rule: ["b"] }, code: { rule: ["a", "b"] } }))).toEqual([
    'outside rule: ["a","b"] → ["b"]',
  ]);
});

it("names a tag once, though the provider shows it twice, and a default tag as well", () => {
  const tags = (own: Attributes, all: Attributes) => ({ tags: own, tags_all: all });
  const state = tags({}, { owner: "us" });
  expect(read(planOf({ state, reality: tags({ by: "hand" }, { by: "hand", owner: "us" }), code: state }))).toEqual([
    'outside tags_all.by: null → "hand"',
  ]);
  expect(read(planOf({ state, reality: tags({ owner: "me" }, { owner: "me" }), code: state }))).toEqual([
    'outside tags_all.owner: "us" → "me"',
  ]);
});

it("names a package that somebody else uploaded, though Terraform would not upload its own again", () => {
  const lambda = (code_sha256: string) => ({ code_sha256, source_code_hash: "ours" });
  const type = "aws_lambda_function";
  expect(read(planOf({ type, state: lambda("ours"), reality: lambda("theirs") }))).toEqual([
    'outside code_sha256: "ours" → "theirs"',
  ]);
  // A later apply has read theirs into the state.
  expect(read(planOf({ type, reality: lambda("theirs") }))).toEqual(['outside code_sha256: "ours" → "theirs"']);
  const changed = { code_sha256: "ours", source_code_hash: "new" };
  expect(read(planOf({ type, reality: lambda("ours"), code: changed }))).toEqual([
    'unapplied code_sha256: "ours" → "new"',
  ]);
});

it("counts what AWS keeps for itself as no drift", () => {
  const plan = planOf({ state: { last_modified: "then" }, reality: { last_modified: "now" } });
  expect(compare(plan)).toEqual({
    findings: [],
    incidental: [{ resource: "aws_kinesis_stream.X", attribute: "last_modified", from: "then", to: "now" }],
  });
});

/** A plan whose code says no more than that of each resource. */
function withCode(plan: PlanJson, expressions: Attributes): PlanJson {
  const resources = plan.resource_changes?.map(({ mode, type, name }) => ({ mode, type, name, expressions }));
  return { ...plan, configuration: { root_module: { ...(resources && { resources }) } } };
}

it("names an application that somebody has stopped, and not one that AWS has scaled or maintains", () => {
  const state = { start_application: true, status: "RUNNING", version_id: 1, last_update_timestamp: "then" };
  const findingsAt = (status: string) => {
    const reality = { ...state, status, version_id: 2, last_update_timestamp: "now" };
    const plan = planOf({ type: "aws_kinesisanalyticsv2_application", state, reality });
    return read(withCode(plan, { start_application: { constant_value: true } }));
  };
  for (const status of ["RUNNING", "AUTOSCALING", "UPDATING", "MAINTENANCE"]) expect(findingsAt(status)).toEqual([]);
  expect(findingsAt("READY")).toEqual(['unmanaged status: "RUNNING" → "READY"']);
});

it("names a setting that is in no code of the stack, and not one that another resource makes", () => {
  const bucket = (name: string, values: Attributes) => ({ id: name, cors_rule: [], ...values });
  const rule = [{ allowed_origins: ["*"] }];
  const opened = (name: string): Resource => ({
    type: "aws_s3_bucket",
    name,
    state: bucket(name, {}),
    reality: bucket(name, { cors_rule: rule }),
  });
  const maker = { type: "aws_s3_bucket_cors_configuration", reality: { bucket: "lake" } };
  const { findings, incidental } = compare(withCode(planOf(opened("lake"), opened("logs"), maker), {}));
  expect(findings).toMatchObject([{ kind: "unmanaged", resource: "aws_s3_bucket.logs", attribute: "cors_rule" }]);
  expect(incidental).toMatchObject([{ resource: "aws_s3_bucket.lake", attribute: "cors_rule" }]);
});

it("names a policy that a role was given beside its own, where nothing says that these are all", () => {
  const id = "role";
  const role = { type: "aws_iam_role", state: { id, inline_policy: [] }, reality: { id, inline_policy: ["theirs"] } };
  const own = { type: "aws_iam_role_policy", reality: { role: id } };
  const all = { type: "aws_iam_role_policies_exclusive", reality: { role_name: id } };
  expect(read(withCode(planOf(role, own), {}))).toEqual(['unmanaged inline_policy: [] → ["theirs"]']);
  expect(read(withCode(planOf(role, own, all), {}))).toEqual([]);
});

it("names a setting that no other resource makes, unless the code sets it itself", () => {
  const key = (arn: string) => ({ server_side_encryption: [{ enabled: true, kms_key_arn: arn }] });
  const plan = planOf({ type: "aws_dynamodb_table", state: key("ours"), reality: key("theirs") });
  const enabled = { constant_value: true };
  expect(read(withCode(plan, { server_side_encryption: [{ enabled }] }))).toEqual([
    'unmanaged server_side_encryption[0].kms_key_arn: "ours" → "theirs"',
  ]);
  const kms_key_arn = { references: ["aws_kms_key.K"] };
  expect(read(withCode(plan, { server_side_encryption: [{ enabled, kms_key_arn }] }))).toEqual([]);
});

it("names a tag without a value", () => {
  const plan = planOf({ state: { tags_all: {} }, reality: { tags_all: { by: "" } }, code: { tags_all: {} } });
  expect(read(plan)).toEqual(['outside tags_all.by: null → ""']);
});

it("takes for the same what the provider takes for the same: nothing, and empty", () => {
  const plan = planOf({ state: { rule: null, text: "" }, reality: { rule: [], text: null } });
  expect(compare(plan)).toEqual({ findings: [], incidental: [] });
});

it("names a resource that has only another address in the code", () => {
  const [change] = planOf({ reality: { name: "s" } }).resource_changes ?? [];
  if (!change) throw new Error("the plan has no resource");
  const moved = { resource_changes: [{ ...change, previous_address: "aws_kinesis_stream.Old" }] };
  expect(read(moved)).toEqual(['unapplied null: "there" → "moved"']);
});

it("tells what is known after apply apart: the code's own follows from something else, AWS's own says nothing", () => {
  const plan = planOf({ reality: { arn: "a", version: "1" }, code: {}, unknown: { arn: true, version: true } });
  const resources = [{ ...placeOf({}), expressions: { arn: {} } }];
  expect(read({ ...plan, configuration: { root_module: { resources } } })).toEqual([
    'follows arn: "a" → "(known after apply)"',
  ]);
});

it("shows no sensitive value, wherever the mark lies", () => {
  const secret = "hunter2";
  const places: [Attributes, Attributes, Attributes][] = [
    [{ token: secret }, { token: "b" }, { token: true }],
    [{ rule: [{ token: secret }] }, { rule: [] }, { rule: [{ token: true }] }],
    [{ rule: { a: { token: secret } } }, { rule: { a: { token: "b" } } }, { rule: true }],
  ];
  for (const [state, reality, sensitive] of places) {
    const plan = planOf({ state, reality, code: state, sensitive });
    expect(compare(plan).findings).toMatchObject([
      { kind: "outside", from: "(sensitive value)", to: "(sensitive value)" },
    ]);
    expect(JSON.stringify(compare(plan))).not.toContain(secret);
  }
});

it("names outputs that the code has changed", () => {
  const output = { actions: ["update"], before: { name: "a" }, after: { name: "b" } };
  expect(compare({ output_changes: { streams: output } }).findings).toEqual([
    { kind: "unapplied", resource: "output.streams", attribute: "name", from: "a", to: "b" },
  ]);
});

it("looks at no data source", () => {
  const read: ResourceChange = {
    ...placeOf({ type: "aws_caller_identity" }),
    mode: "data",
    change: { actions: ["read"], before: null, after: { id: "1" } },
  };
  expect(compare({ resource_changes: [read] }).findings).toEqual([]);
});

describe("of any values", () => {
  const value = fc.option(
    fc.oneof(fc.integer({ min: 1, max: 3 }), fc.array(fc.constantFrom("a", "b"), { minLength: 1, maxLength: 2 })),
  );
  const plain = { noNullPrototype: true };
  const side = fc.record({ a: value, b: fc.record({ c: value, d: value }, plain) }, plain);

  it("names every difference once, in the class that its sides make, and nothing that is the same", () => {
    fc.assert(
      fc.property(side, side, side, (state, reality, code) => {
        const { findings, incidental } = compare(planOf({ state, reality, code }));
        const found = [...findings, ...incidental.map((each) => ({ ...each, kind: "incidental" }))];
        const expected = ["a", "b.c", "b.d"].flatMap((place) => {
          const [s, r, c] = [state, reality, code].map((each) => at(each, place));
          // Lists of the same length are compared by their elements.
          const lengths = [s, r, c].map((each) => (Array.isArray(each) ? each.length : undefined));
          if (lengths[0] === undefined || new Set(lengths).size > 1) return kindAt(place, s, r, c);
          return [...Array(lengths[0]).keys()].flatMap((i) => kindAt(`${place}[${i}]`, at(s, i), at(r, i), at(c, i)));
        });
        expect(found.map(({ kind, attribute }) => `${kind} ${attribute}`).sort()).toEqual(expected.sort());
      }),
    );
  });
});

function at(value: unknown, path: string | number): unknown {
  return String(path)
    .split(".")
    .reduce<unknown>((inner, key) => (inner as Record<string, unknown>)[key], value);
}

function kindAt(place: string, state: unknown, reality: unknown, code: unknown): string[] {
  const isChanged = !isDeepStrictEqual(state, reality);
  const isAsCode = isDeepStrictEqual(reality, code);
  if (isChanged) return [`${isAsCode ? "incidental" : "outside"} ${place}`];
  return isAsCode ? [] : [`unapplied ${place}`];
}
