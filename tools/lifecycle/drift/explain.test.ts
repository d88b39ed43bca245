import { loadEnvironment } from "../../../environments";
import { explain, fields } from "./explain";
import type { Finding } from "./finding";

function finding(changes: Partial<Finding>): Finding {
  return {
    kind: "outside",
    resource: "aws_kinesis_stream.S",
    attribute: "retention_period",
    from: 24,
    to: 48,
    ...changes,
  };
}

it("tells for a change outside how AWS goes back and which field of the environment keeps it", () => {
  expect(explain("prod", "streaming", finding({}))).toEqual({
    cloud: "weir apply --env prod --stack streaming",
    code: "set retentionHours of the stream in environments/prod.ts",
  });
  expect(explain("prod", "streaming", finding({ attribute: "stream_mode_details[0].stream_mode" })).code).toBe(
    "set capacity of the stream in environments/prod.ts",
  );
});

it("names only fields that environments have", () => {
  const known = keysOf(loadEnvironment("dev"));
  const named = Object.values(fields).flatMap((ofType) => Object.values(ofType).map((field) => field.split(" ")[0]));
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((field) => !known.has(field ?? ""))).toEqual([]);
});

it("tells where to look for what is no field of the environment", () => {
  const policy = finding({ resource: "aws_s3_bucket_policy.P", attribute: "policy" });
  expect(explain("dev", "storage", policy).code).toContain("stacks/storage.ts");
  expect(explain("dev", "storage", finding({ attribute: "tags_all.owner" })).code).toContain("environment-stack.ts");
  expect(explain("dev", "storage", finding({ attribute: null })).code).toMatch(/^take it out of environments\/dev\.ts/);
});

it("does not send anybody to an apply that would change nothing", () => {
  const uploaded = finding({ resource: "aws_lambda_function.F", attribute: "code_sha256" });
  expect(explain("dev", "processing", uploaded).cloud).toMatch(/^aws lambda update-function-code /);
  expect(explain("dev", "processing", { ...uploaded, code: "new" }).cloud).toMatch(/^weir apply /);
  const unmanaged = finding({ kind: "unmanaged", resource: "aws_s3_bucket.B", attribute: "cors_rule" });
  expect(explain("dev", "storage", unmanaged).cloud).toMatch(/^put it back by hand/);
});

it("tells for code that is not applied to apply it, or to take it back", () => {
  for (const kind of ["unapplied", "follows"] as const) {
    expect(explain("dev", "storage", finding({ kind })).cloud).toBe("weir apply --env dev --stack storage");
  }
  expect(explain("dev", "storage", finding({ kind: "unapplied" })).code).toContain("environments/dev.ts");
});

function keysOf(value: unknown): Set<string> {
  if (typeof value !== "object" || value === null) return new Set();
  return new Set(Object.entries(value).flatMap(([key, inner]) => [key, ...keysOf(inner)]));
}
