import { describeWith } from "../../test/requirements";
import { reference, startStacks, type TerraformStacks } from "../../test/terraform-stacks";
import { applyPlans } from "./apply-plans";
import type { ApprovalOptions } from "./approval";
import { doneOf, isAllDone } from "./outcomes";
import type { StackPlan } from "./plan-stack";
import { planStacks } from "./plan-stacks";
import type { Stack } from "./stacks";

/** Two stacks of resources that Terraform has by itself, the second of which keeps what the first puts out. */
describeWith("terraform", "plans that are applied", () => {
  let stacks: TerraformStacks;

  beforeEach(async () => {
    jest.spyOn(process.stderr, "write").mockReturnValue(true);
    Object.defineProperty(process.stdin, "isTTY", { value: false, configurable: true });
    stacks = await startStacks({
      upper: {},
      lower: { dependencies: ["upper"], inputs: [{ stack: "upper", output: "value" }] },
    });
    const upper = { backend: "s3", config: stacks.backendOf("upper") };
    stacks.write("lower", {
      data: { terraform_remote_state: { upper } },
      resource: { terraform_data: { kept: { input: reference("data.terraform_remote_state.upper.outputs.value") } } },
    });
    writeUpper({ input: "one" });
  });

  afterEach(async () => {
    await stacks.stop();
    jest.restoreAllMocks();
  });

  function writeUpper(source: object, others: object = {}): void {
    const output = { value: { value: reference("terraform_data.source.output") } };
    stacks.write("upper", { resource: { terraform_data: { source, ...others } }, output });
  }

  async function plan(chosen = stacks.session.chosen): Promise<Map<Stack, StackPlan>> {
    const outcomes = await planStacks({ ...stacks.session, chosen }, stacks.folder);
    expect(isAllDone(outcomes)).toBe(true);
    return doneOf(outcomes);
  }

  async function apply(
    plans: ReadonlyMap<Stack, StackPlan>,
    options: Partial<ApprovalOptions> & { readonly isApproved?: boolean },
  ) {
    const all = { autoApprove: false, allowDataLoss: false, isApproved: false, folder: stacks.folder, ...options };
    const results = await applyPlans(stacks.session, plans, all);
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
    await apply(await plan(stacks.session.chosen.filter(({ name }) => name === "upper")), { autoApprove: true });
    expect(await apply(plans, { isApproved: true })).toMatchObject({ lower: { outcome: "skipped" } });
  });

  it("gives a resource the address that the code says it moved to, though nothing else changes", async () => {
    await apply(await plan(), { autoApprove: true });
    const value = reference("terraform_data.renamed.output");
    stacks.write("upper", {
      resource: { terraform_data: { renamed: { input: "one" } } },
      moved: [{ from: "terraform_data.source", to: "terraform_data.renamed" }],
      output: { value: { value } },
    });
    expect(await apply(await plan(), { autoApprove: true })).toMatchObject({ upper: { outcome: "applied" } });
    stacks.write("upper", {
      resource: { terraform_data: { renamed: { input: "one" } } },
      output: { value: { value } },
    });
    expect(counts(await plan())).toEqual([0, 0]);
  });

  it("does not take another value of an output for what was approved", async () => {
    await apply(await plan(), { autoApprove: true });
    const value = reference("data.terraform_remote_state.upper.outputs.value");
    const upper = { backend: "s3", config: stacks.backendOf("upper") };
    stacks.write("lower", { data: { terraform_remote_state: { upper } }, output: { copy: { value } } });
    await apply(await plan(), { autoApprove: true });
    const upperAlone = stacks.session.chosen.filter(({ name }) => name === "upper");
    writeUpper({ input: "two" });
    await apply(await plan(upperAlone), { autoApprove: true });
    const plans = await plan();
    writeUpper({ input: "three" });
    await apply(await plan(upperAlone), { autoApprove: true });
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
    expect(await stacks.bucket.keys()).toEqual([]);
  });
});
