import { describeWith } from "../../test/requirements";
import { reference, startStacks, type TerraformStacks } from "../../test/terraform-stacks";
import { applyPlans } from "./apply-plans";
import { applyStacks } from "./apply-stacks";
import { doneOf } from "./outcomes";
import { planDestroy } from "./plan-destroy";
import { planStacks } from "./plan-stacks";
import { readState } from "./remote-state";

const kept = { lifecycle: { prevent_destroy: true } };

describeWith("terraform", "the end of stacks", () => {
  let stacks: TerraformStacks;

  beforeEach(async () => {
    jest.spyOn(process.stderr, "write").mockReturnValue(true);
    stacks = await startStacks({ upper: {}, lower: { dependencies: ["upper"] }, never: {} });
    const output = (name: string) => reference(`terraform_data.${name}.output`);
    const upper = {
      key: { input: "key" },
      table: { input: output("key"), ...kept },
      reader: { input: output("table") },
      other: { input: output("key") },
    };
    stacks.write("upper", { resource: { terraform_data: upper }, output: { table: { value: output("table") } } });
    stacks.write("lower", { resource: { terraform_data: { all: { input: "all" } } } });
    const chosen = stacks.session.chosen.filter(({ name }) => name !== "never");
    const plans = doneOf(await planStacks({ ...stacks.session, chosen }, stacks.folder));
    const options = { autoApprove: true, allowDataLoss: false, isApproved: false, folder: stacks.folder };
    await applyPlans(stacks.session, plans, options);
  });

  afterEach(async () => {
    await stacks.stop();
    jest.restoreAllMocks();
  });

  const addresses = async (stack: string) =>
    ((await readState(stacks.session.target, stack))?.resources ?? []).map(({ name }) => name);

  async function destroy() {
    const outcomes = doneOf(await planDestroy(stacks.session, stacks.folder));
    const plans = new Map([...outcomes].map(([stack, { plan }]) => [stack, plan]));
    const results = await applyStacks(stacks.session, plans, {
      order: "dependents",
      prepare: (_, plan) => Promise.resolve(plan),
    });
    return Object.fromEntries([...results].map(([{ name }, { outcome }]) => [name, outcome]));
  }

  it("takes all but what is protected and what that needs, and a second time nothing", async () => {
    expect(await destroy()).toEqual({ upper: "applied", lower: "applied", never: "unchanged" });
    expect(await addresses("upper")).toEqual(["key", "table"]);
    expect(await addresses("lower")).toEqual([]);
    expect(await destroy()).toEqual({ upper: "unchanged", lower: "unchanged", never: "unchanged" });
  });

  it("does not come to a stack that another is built on, which is still there", async () => {
    const upper = stacks.session.chosen.filter(({ name }) => name === "upper");
    const planned = planDestroy({ ...stacks.session, chosen: upper }, stacks.folder);
    await expect(planned).rejects.toThrow("stack lower is built on upper, and is still there: destroy it as well");
    expect(await addresses("upper")).toContain("reader");
  });
});
