import { loadEnvironment } from "../../environments";
import { describeWith } from "../requirements";
import { makeStateBucket } from "./make-state-bucket";
import { type Moto, startMoto } from "./moto-server";
import { type Ended, ScratchCheckout } from "./scratch-checkout";

const account = "111122223333";

interface StackJson {
  readonly outcome: string;
  readonly counts: Record<"create" | "update" | "replace" | "delete", number>;
  readonly changes: readonly { readonly address: string; readonly action: string; readonly loses?: string }[];
}

interface PlansJson {
  readonly stacks: Record<string, StackJson>;
  readonly losses: readonly { readonly stack: string; readonly address: string; readonly loses: string }[];
}

/** A stream as the committed environments have it. */
const provisioned = /"data-stream": \{ capacity: \{ mode: "provisioned", shards: \d \} \}/;

/** Changes of an environment's file that must not cost data, and one that would cost a position. */
export function describeChanges(name: string): void {
  const { retentionHours = 0 } = loadEnvironment(name).streams["data-stream"] ?? {};

  describeWith(["terraform", "python"], `${name}, changed`, () => {
    const file = `environments/${name}.ts`;
    let moto: Moto;
    let checkout: ScratchCheckout;
    let committed: string;

    const weir = (...args: readonly string[]): Promise<Ended> =>
      checkout.weir([...args, "--env", name, "--endpoint", moto.url]);

    async function succeed(...args: readonly string[]): Promise<string> {
      const { status, stdout, stderr } = await weir(...args);
      if (status !== 0) throw new Error(`weir ${args.join(" ")} ended with ${status}:\n${stderr}`);
      return stdout;
    }

    async function plan(): Promise<PlansJson> {
      return JSON.parse(await succeed("plan", "--stack", "streaming", "--stack", "processing", "--json"));
    }

    const apply = () => succeed("apply", "--stack", "streaming", "--stack", "processing", "--auto-approve");

    /** What the plan does with the stream's stack, in the order of addresses. */
    const changesOf = ({ stacks }: PlansJson, stack = "streaming") =>
      stacks[stack]?.changes.map(({ action, address }) => `${action} ${address.split(".")[0]}`).sort();

    const setStream = (entry: string) =>
      checkout.edit(file, () => committed.replace(provisioned, `"data-stream": ${entry}`));

    beforeAll(async () => {
      moto = await startMoto({ account });
      checkout = new ScratchCheckout();
      checkout.edit(file, (text) => text.replace("000000000000", account));
      committed = checkout.read(file);
      await makeStateBucket(moto.url, name, account);
      await succeed("apply", "--auto-approve", "--stack", "foundation");
      await apply();
    }, 600_000);

    afterAll(async () => {
      await moto.stop();
      checkout.remove();
    });

    it("changes a stream's capacity mode and retention and gives it a consumer without replacing anything", async () => {
      setStream(`{ capacity: { mode: "on-demand" }, retentionHours: ${retentionHours + 24}, consumers: ["audit"] }`);
      const plans = await plan();
      expect(changesOf(plans)).toEqual(["create aws_kinesis_stream_consumer", "update aws_kinesis_stream"]);
      expect(plans.losses).toEqual([]);
      await apply();
      expect(changesOf(await plan())).toEqual([]);
    }, 300_000);

    it("takes all of it back in place", async () => {
      checkout.edit(file, () => committed);
      const plans = await plan();
      expect(changesOf(plans)).toEqual(["delete aws_kinesis_stream_consumer", "update aws_kinesis_stream"]);
      expect(plans.losses).toEqual([]);
      await apply();
      expect(changesOf(await plan())).toEqual([]);
    }, 300_000);

    it("does not rename a processor, which would lose its place in the stream, unless it is told to", async () => {
      checkout.edit(file, (text) =>
        text.replace('"stream-processor": {', '"click-processor": { code: "stream-processor",'),
      );
      const { losses } = await plan();
      expect(losses).toEqual([
        expect.objectContaining({
          stack: "processing",
          address: expect.stringMatching(/^aws_lambda_event_source_mapping\./),
          loses: "its position in the stream",
        }),
      ]);
      const refused = await weir("apply", "--stack", "processing", "--auto-approve");
      expect(refused.status).toBe(1);
      expect(refused.stderr).toContain("--allow-data-loss");
      await succeed("apply", "--stack", "processing", "--auto-approve", "--allow-data-loss");
      expect(changesOf(await plan(), "processing")).toEqual([]);
    }, 300_000);
  });
}
