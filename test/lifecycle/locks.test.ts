import { CloudWatchClient, ListMetricsCommand } from "@aws-sdk/client-cloudwatch";
import { describeWith } from "../requirements";
import { makeStateBucket } from "./make-state-bucket";
import { type Moto, startMoto } from "./moto-server";
import { type Ended, type Running, ScratchCheckout } from "./scratch-checkout";

const account = "111122223333";

describeWith(["terraform", "python"], "an environment that two people change", () => {
  let moto: Moto;
  let checkout: ScratchCheckout;

  const weir = (...args: readonly string[]): Promise<Ended> => checkout.weir([...args, "--endpoint", moto.url]);

  /** One that is under way, and has the lock. */
  async function startApply(): Promise<Running> {
    const running = checkout.start(["apply", "--stack", "foundation", "--auto-approve", "--endpoint", moto.url]);
    let hasEnded = false;
    const ended = running.ended.then(() => {
      hasEnded = true;
    });
    while (!running.printed().includes("▸ foundation") && !hasEnded) {
      await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 50))]);
    }
    if (hasEnded) throw new Error(`the apply has ended: ${running.printed()}`);
    return running;
  }

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

  it("lets one of two applies at once through, and names it to the other", async () => {
    const first = await startApply();
    const second = await weir("apply", "--auto-approve");
    expect(second.status).toBe(1);
    expect(second.stderr).toMatch(
      /weir: environment dev is locked: arn:aws:\S+ on \S+ has been running "weir apply --stack foundation --auto-approve --endpoint \S+" at commit \S+ since \S+Z\. .+: weir force-unlock [0-9a-f-]{36} --env dev\n$/,
    );
    expect((await first.ended).status).toBe(0);

    const after = await weir("plan", "--stack", "foundation", "--json");
    expect(JSON.parse(after.stdout).stacks.foundation).toMatchObject({ outcome: "planned", changes: [] });
    expect((await weir("force-unlock", "any")).stderr).toContain("there is no lock any; none is held");
  }, 300_000);

  it("tells CloudWatch that it is being changed", async () => {
    const settings = { accessKeyId: "any", secretAccessKey: "any" };
    const cloudwatch = new CloudWatchClient({ endpoint: moto.url, region: "us-east-1", credentials: settings });
    const { Metrics } = await cloudwatch.send(new ListMetricsCommand({ Namespace: "KinesisCustom" }));
    cloudwatch.destroy();
    expect(Metrics).toEqual([
      expect.objectContaining({
        MetricName: "DeployInProgress",
        Dimensions: [{ Name: "Environment", Value: "kinesis-streaming-dev" }],
      }),
    ]);
  });

  it("is free again after Ctrl-C", async () => {
    const running = await startApply();
    running.kill("SIGINT");
    const { status, stderr } = await running.ended;
    expect(status).toBe(1);
    expect(stderr).toContain("Interrupted:");
    expect((await weir("force-unlock", "any")).stderr).toContain("none is held");
  }, 300_000);

  it("is free again, too, where nobody reads any more what Ctrl-C makes of it", async () => {
    const running = await startApply();
    running.stopReading();
    running.kill("SIGINT");
    expect((await running.ended).status).toBe(1);
    expect((await weir("force-unlock", "any")).stderr).toContain("none is held");
  }, 300_000);

  it("is freed by the lock's id once its holder was killed, and by no other", async () => {
    const killed = await startApply();
    killed.kill("SIGKILL");
    await killed.ended;

    const refused = await weir("apply", "--stack", "foundation", "--auto-approve");
    const id = /weir force-unlock (\S+)/.exec(refused.stderr)?.[1] ?? "";
    const mistyped = await weir("force-unlock", `${id}0`);
    expect(mistyped.status).toBe(1);
    expect(mistyped.stderr).toContain(`there is no lock ${id}0; there are:`);
    expect(mistyped.stderr).toContain(`  ${id}, of environment dev, held by`);

    const freed = await weir("force-unlock", id);
    expect(freed.stdout).toContain(`removed: ${id}, of environment dev`);
    const apply = () => weir("apply", "--stack", "foundation", "--auto-approve");
    let next = await apply();
    // Terraform ends at its next line, which nobody reads any more, and may leave the state's lock behind as well.
    const left = /this stack's state is locked: .* weir force-unlock (\S+)/.exec(next.stderr)?.[1];
    if (left !== undefined) {
      expect((await weir("force-unlock", left)).stdout).toContain(`removed: ${left}, of the state of stack foundation`);
      next = await apply();
    }
    expect(next.status).toBe(0);
  }, 300_000);
});
