import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { type Moto, startMoto } from "../../test/lifecycle/moto-server";
import { ScratchCheckout } from "../../test/lifecycle/scratch-checkout";
import { median } from "../median";

const account = "111122223333";
const runs = 3;

/** Times a whole cycle of dev against moto, and planning and drift against the same by hand, one stack after another. */
export async function run(): Promise<void> {
  const moto = await startMoto({ account });
  const checkout = new ScratchCheckout();
  try {
    checkout.edit("environments/dev.ts", (text) => text.replace("000000000000", account));
    await measure(new Lifecycle(checkout, moto));
  } finally {
    checkout.remove();
    await moto.stop();
  }
}

async function measure(lifecycle: Lifecycle): Promise<void> {
  const bootstrap = await lifecycle.weir("bootstrap", "--auto-approve");
  const apply = await lifecycle.weir("apply", "--auto-approve");
  const plans: number[] = [];
  const plansByHand: number[] = [];
  const drifts: number[] = [];
  const driftsByHand: number[] = [];
  // In turn, so that whatever else the machine does slows both alike.
  for (let run = 0; run < runs; run += 1) {
    plans.push(await lifecycle.weir("plan"));
    plansByHand.push(lifecycle.planByHand());
    drifts.push(await lifecycle.weir("drift"));
    driftsByHand.push(lifecycle.driftByHand());
  }
  const destroy = await lifecycle.weir("destroy", "--auto-approve");
  const [plan, planByHand, drift, driftByHand] = [plans, plansByHand, drifts, driftsByHand].map(median) as [
    number,
    number,
    number,
    number,
  ];
  console.table({
    [`weir plan, all stacks (median of ${runs})`]: row(plan, planByHand, "≤ 0.7"),
    [`weir drift, all stacks (median of ${runs})`]: row(drift, driftByHand, "≤ 0.75"),
  });
  const cycle = { bootstrap, apply, plan, drift, destroy };
  const seconds = Object.fromEntries(Object.entries(cycle).map(([verb, value]) => [verb, Number(value.toFixed(1))]));
  const all = Object.values(cycle).reduce((sum, value) => sum + value, 0);
  console.table({ "a cycle of dev (s)": { ...seconds, all: Number(all.toFixed(1)), bar: "< 360" } });
}

function row(seconds: number, byHand: number, bar: string) {
  return {
    s: seconds.toFixed(1),
    "by hand, one by one (s)": byHand.toFixed(1),
    ratio: (seconds / byHand).toFixed(2),
    bar,
  };
}

/** The verbs, and what one would do without them. */
class Lifecycle {
  constructor(
    private readonly checkout: ScratchCheckout,
    private readonly moto: Moto,
  ) {}

  /** Seconds that a verb takes. */
  async weir(...args: readonly string[]): Promise<number> {
    const started = performance.now();
    const { status, stderr } = await this.checkout.weir([...args, "--endpoint", this.moto.url]);
    if (status !== 0) throw new Error(`weir ${args.join(" ")} ended with ${status}:\n${stderr}`);
    return (performance.now() - started) / 1000;
  }

  /** Seconds that a synthesis and a plan of each stack take. */
  planByHand(): number {
    return this.byHand((stack) => this.terraform(stack, "plan", "-input=false", "-out=by-hand.tfplan"));
  }

  /** Seconds that a synthesis and, of each stack, a plan and reading it take. */
  driftByHand(): number {
    return this.byHand((stack) => {
      this.terraform(stack, "plan", "-input=false", "-out=by-hand.tfplan");
      this.terraform(stack, "show", "-json", "by-hand.tfplan");
    });
  }

  private byHand(visit: (stack: string) => void): number {
    const started = performance.now();
    execFileSync(process.execPath, ["--import", "tsx", "main.ts"], { cwd: this.checkout.folder, stdio: "ignore" });
    for (const stack of ["foundation", "storage", "streaming", "processing", "delivery"]) visit(stack);
    return (performance.now() - started) / 1000;
  }

  private terraform(stack: string, ...args: readonly string[]): void {
    const cwd = join(this.checkout.folder, "cdktf.out/stacks", `dev-${stack}`);
    execFileSync("terraform", args, {
      cwd,
      stdio: ["ignore", "ignore", "inherit"],
      maxBuffer: 2 ** 28,
      env: {
        ...process.env,
        AWS_ENDPOINT_URL: this.moto.url,
        AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE",
        AWS_SECRET_ACCESS_KEY: "any",
      },
    });
  }
}
