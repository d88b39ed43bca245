import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describeWith } from "../../test/requirements";
import { type StateBucket, startStateBucket } from "../../test/state-bucket";
import { applyPlans } from "./apply-plans";
import type { ApprovalOptions } from "./approval";
import { Interrupt } from "./interrupt";
import { doneOf, isAllDone } from "./outcomes";
import type { StackPlan } from "./plan-stack";
import { planStacks } from "./plan-stacks";
import type { Session } from "./session";
import type { Stack } from "./stacks";
import { terraformVariables } from "./target";
import { Terraform } from "./terraform";

const reference = (path: string) => `\${${path}}`;

/** Two stacks of resources that Terraform has by itself, the second of which keeps what the first puts out. */
describeWith("terraform", "plans that are applied", () => {
  let bucket: StateBucket;
  let folder: string;
  let session: Session;

  beforeEach(async () => {
    jest.spyOn(process.stderr, "write").mockReturnValue(true);
    Object.defineProperty(process.stdin, "isTTY", { value: false, configurable: true });
    bucket = await startStateBucket();
    folder = mkdtempSync(join(tmpdir(), "weir-apply-"));
    const upper = stack("upper");
    const lower = { ...stack("lower"), dependencies: ["upper"], inputs: [{ stack: "upper", output: "value" }] };
    const interrupt = new Interrupt();
    const terraform = await Terraform.find(interrupt, terraformVariables(bucket.target));
    session = { target: bucket.target, terraform, interrupt, stacks: [upper, lower], chosen: [upper, lower] };
    const remote = { backend: "s3", config: backendOf("upper") };
    write("lower", {
      data: { terraform_remote_state: { upper: remote } },
      resource: { terraform_data: { kept: { input: reference("data.terraform_remote_state.upper.outputs.value") } } },
    });
    writeUpper({ input: "one" });
  });

  afterEach(async () => {
    session.interrupt.close();
    await bucket.stop();
    rmSync(folder, { recursive: true });
    jest.restoreAllMocks();
  });

  const stack = (name: string): Stack => ({ name, folder: join(folder, name), dependencies: [], inputs: [] });

  function backendOf(name: string) {
    const { names, environment } = bucket.target;
    const keys = { bucket: names.stateBucket.name, key: names.stateKey(name), region: environment.region };
    return { ...keys, use_path_style: true };
  }

  function write(name: string, content: object): void {
    mkdirSync(join(folder, name), { recursive: true });
    const terraform = { backend: { s3: { ...backendOf(name), use_lockfile: true } } };
    writeFileSync(join(folder, name, "cdk.tf.json"), JSON.stringify({ terraform, ...content }));
  }

  function writeUpper(source: object, others: object = {}): void {
    const output = { value: { value: reference("terraform_data.source.output") } };
    write("upper", { resource: { terraform_data: { source, ...others } }, output });
  }

  async function plan(): Promise<Map<Stack, StackPlan>> {
    const outcomes = await planStacks(session, folder);
    expect(isAllDone(outcomes)).toBe(true);
    return doneOf(outcomes);
  }

  async function apply(
    plans: ReadonlyMap<Stack, StackPlan>,
    options: Partial<ApprovalOptions> & { readonly isApproved?: boolean },
  ) {
    const all = { autoApprove: false, allowDataLoss: false, isApproved: false, folder, ...options };
    const results = await applyPlans(session, plans, all);
    return Object.fromEntries([...results].map(([{ name }, result]) => [name, result]));
  }

  const counts = (plans: ReadonlyMap<Stack, StackPlan>) =>
    [...plans.values()].map((planned) => (planned.kind === "planned" ? planned.changes.length : "waiting"));

  it("goes on by itself to a stack that waited, and leaves nothing to do", async () => {
    const plans = await plan();
    expect(counts(plans)).toEqual([1, "waiting"]);
    expect(await apply(plans, { autoApprove: true })).toMatchObject({
      upper: { outcome: "applied" },
      lower: { outcome: "applied", plan: { changes: [{ action: "create" }] } },
    });
    expect(counts(await plan())).toEqual([0, 0]);
  });

  it("asks anew for a stack that does something else once the one before it is applied", async () => {
    await apply(await plan(), { autoApprove: true });
    writeUpper({ input: "two" });
    const plans = await plan();
    expect(counts(plans)).toEqual([1, 0]);
    expect(await apply(plans, { isApproved: true })).toMatchObject({
      upper: { outcome: "applied" },
      lower: { outcome: "skipped", because: expect.stringMatching(/^a new approval is needed/) },
    });
    // The state of the second stack is as it was.
    expect(counts(await plan())).toEqual([0, 1]);
  });

  it("keeps to what was approved where the stack before it puts out the same", async () => {
    await apply(await plan(), { autoApprove: true });
    writeUpper({ input: "one" }, { other: { input: "new" } });
    expect(await apply(await plan(), { isApproved: true })).toMatchObject({
      upper: { outcome: "applied" },
      lower: { outcome: "unchanged" },
    });
  });

  it("does not take other values in the same resources for what was approved", async () => {
    await apply(await plan(), { autoApprove: true });
    writeUpper({ input: "two" });
    await apply(await plan(), { isApproved: true });
    const plans = await plan();
    writeUpper({ input: "three" });
    const [upper] = session.chosen;
    await apply(await planStacks({ ...session, chosen: upper ? [upper] : [] }, folder).then(doneOf), {
      autoApprove: true,
    });
    expect(await apply(plans, { isApproved: true })).toMatchObject({ lower: { outcome: "skipped" } });
  });

  it("begins no stack after one that failed, and keeps what was done in it", async () => {
    const failing = { input: "x", provisioner: [{ "local-exec": { command: "echo no such luck; exit 1" } }] };
    writeUpper({ input: "one" }, { failing: { ...failing, depends_on: ["terraform_data.source"] } });
    expect(await apply(await plan(), { autoApprove: true })).toMatchObject({
      upper: { outcome: "failed", done: 1, error: { message: expect.stringContaining("no such luck") } },
      lower: { outcome: "skipped", because: "upper comes first" },
    });
    writeUpper({ input: "one" });
    expect(await apply(await plan(), { autoApprove: true })).toMatchObject({
      upper: { outcome: "applied", plan: { changes: [{ address: "terraform_data.failing", action: "delete" }] } },
      lower: { outcome: "applied" },
    });
  });

  it("applies nothing that nobody agreed to", async () => {
    const results = await apply(await plan(), {});
    expect(Object.values(results).map(({ outcome }) => outcome)).toEqual(["skipped", "skipped"]);
    expect(await bucket.keys()).toEqual([]);
  });
});
