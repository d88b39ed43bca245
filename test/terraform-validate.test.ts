import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { environmentNames } from "../environments";
import { parseEnvironment } from "../environments/parse-environment";
import { type Changes, environmentInput } from "./environment-input";
import { everyDestination } from "./every-destination";
import { describeWith } from "./requirements";
import { type Synthesized, synthesize } from "./synthesize";
import { templatesOf } from "./templates-of";

interface Diagnostic {
  readonly summary: string;
  readonly detail: string;
  readonly range?: { readonly filename: string };
}

describeWith("terraform", "terraform init and validate with the real AWS provider", () => {
  /** Beside the stacks of our own environments, what these need not have: all kinds of deliveries, consumers and alarms, whom these tell, a job in a VPC, and a pipeline. */
  const changes: Changes = {
    ...everyDestination,
    encryption: "customer-managed",
    ci: { repository: "octo/weir" },
    streams: {
      ...environmentInput().streams,
      consumed: {
        capacity: { mode: "on-demand" },
        consumers: ["reader"],
        expectedRecords: { perMinute: 1, minutes: 5 },
      },
      results: { capacity: { mode: "on-demand" } },
      rejected: { capacity: { mode: "on-demand" } },
    },
    processors: {
      ...environmentInput().processors,
      reader: {
        code: "stream-processor",
        stream: "consumed",
        consumer: "reader",
        table: "processed-data",
        onFailure: "sqs",
      },
    },
    analytics: {
      job: {
        input: "data-stream",
        output: "results",
        rejects: "rejected",
        sql: "job.sql",
        vpc: { subnetIds: ["subnet-0123456789abcdef0"], securityGroupIds: ["sg-0123456789abcdef0"] },
      },
    },
    alarms: {
      subscriptions: {
        page: [{ kind: "https", url: "https://example.com/alarms" }],
        ticket: [
          { kind: "email", address: "on-call@example.com" },
          { kind: "chat", workspaceId: "T0123ABCD", channelId: "C0123ABCD45" },
        ],
      },
    },
  };
  const others = [
    "bootstrap",
    "foundation",
    "streaming",
    "processing",
    "delivery",
    "analytics",
    "observability",
  ] as const;
  let synthesized: Synthesized;
  let stacks: readonly string[];
  let diagnostics: readonly Diagnostic[];

  beforeAll(() => {
    synthesized = synthesize();
    const cwd = synthesized.outDir;
    const templates = templatesOf(parseEnvironment("environment", environmentInput(changes)));
    for (const stack of others) {
      mkdirSync(join(cwd, "stacks", `other-${stack}`));
      writeFileSync(join(cwd, "stacks", `other-${stack}`, "cdk.tf.json"), JSON.stringify(templates[stack]));
    }
    // Each stack as a module of one configuration: the provider takes two seconds to start, and now does so once.
    stacks = readdirSync(join(cwd, "stacks"));
    const modules = stacks.map((stack) => [stack, { source: `./stacks/${stack}` }]);
    writeFileSync(join(cwd, "main.tf.json"), JSON.stringify({ module: Object.fromEntries(modules) }));
    execFileSync("terraform", ["init", "-input=false", "-no-color"], { cwd, stdio: "pipe" });
    const { stdout, stderr } = spawnSync("terraform", ["validate", "-json"], { cwd, encoding: "utf8" });
    if (!stdout) throw new Error(`terraform validate said nothing, but: ${stderr}`);
    // A backend inside a module has no effect, of which Terraform warns: here it needs none.
    diagnostics = (JSON.parse(stdout).diagnostics as Diagnostic[]).filter(
      ({ summary }) => summary !== "Backend configuration ignored",
    );
  }, 300_000);

  afterAll(() => synthesized.remove());

  it("covers every stack that is synthesized", () => {
    const manifest = JSON.parse(readFileSync(join(synthesized.outDir, "manifest.json"), "utf8"));
    const ours = Object.keys(manifest.stacks);
    expect(ours.length).toBeGreaterThan(environmentNames.length * 5);
    expect([...stacks].sort()).toEqual([...ours, ...others.map((stack) => `other-${stack}`)].sort());
  });

  it("accepts each without a warning", () => {
    expect(diagnostics).toEqual([]);
  });
});
