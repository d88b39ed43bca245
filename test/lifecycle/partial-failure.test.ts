import { describeWith } from "../requirements";
import { makeStateBucket } from "./make-state-bucket";
import { type Moto, startMoto } from "./moto-server";
import { type Ended, ScratchCheckout } from "./scratch-checkout";

const account = "111122223333";

describeWith(["terraform", "python"], "an apply that fails in the middle", () => {
  let moto: Moto;
  let checkout: ScratchCheckout;

  const stacks = ["--stack", "foundation", "--stack", "streaming"];
  const weir = (...args: readonly string[]): Promise<Ended> => checkout.weir([...args, "--endpoint", moto.url]);

  beforeAll(async () => {
    moto = await startMoto({ account });
    checkout = new ScratchCheckout();
    checkout.edit("environments/dev.ts", (text) => text.replace("000000000000", account));
    await makeStateBucket(moto.url, "dev", account);
  }, 300_000);

  afterAll(async () => {
    await moto.stop();
    checkout.remove();
  });

  it("says what is done, keeps what is done in the state, and goes on with the command that it names", async () => {
    const planned = JSON.parse((await weir("plan", "--stack", "foundation", "--json")).stdout);
    const all: number = planned.stacks.foundation.counts.create;
    const failure = { code: "AuthorizationError", message: "not today", status: 403 };
    await moto.failNext({ action: "sns:CreateTopic", times: 1, ...failure });

    const failed = await weir("apply", ...stacks, "--auto-approve", "--json");
    expect(failed.status).toBe(1);
    const { foundation, streaming } = JSON.parse(failed.stdout).stacks;
    expect(foundation).toMatchObject({ outcome: "failed", of: all, changes: { create: all } });
    expect(foundation.done).toBeGreaterThan(0);
    expect(foundation.done).toBeLessThan(all);
    expect(foundation.error).toMatch(/Error: .*SNS Topic[\s\S]*AuthorizationError: not today/);
    expect(streaming).toEqual({ outcome: "skipped", because: "foundation comes first" });
    // All that Terraform said, and the way on.
    expect(failed.stderr).toContain(foundation.error);
    const goOn = `weir apply ${stacks.join(" ")} --auto-approve --json --endpoint ${moto.url}`;
    expect(failed.stderr).toContain(`To go on: ${goOn}\n`);

    const rest = JSON.parse((await weir("plan", "--stack", "foundation", "--json")).stdout);
    expect(rest.stacks.foundation.counts).toEqual({
      create: all - foundation.done,
      update: 0,
      replace: 0,
      delete: 0,
      move: 0,
    });

    const wentOn = await weir(...goOn.split(" ").slice(1, -2));
    expect(JSON.parse(wentOn.stdout).stacks).toMatchObject({
      foundation: { outcome: "applied", changes: { create: all - foundation.done } },
      streaming: { outcome: "applied" },
    });
    expect(wentOn.status).toBe(0);

    const after = JSON.parse((await weir("plan", ...stacks, "--json")).stdout);
    expect(after.stacks).toMatchObject({ foundation: { changes: [] }, streaming: { changes: [] } });
  }, 600_000);
});
