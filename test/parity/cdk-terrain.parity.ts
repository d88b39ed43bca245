import { spawnSync } from "node:child_process";
import type { Template } from "../exactly-one";
import { type Synthesized, synthesize } from "../synthesize";
import { type FakeAws, startFakeAws } from "./fake-aws";
import { planned, stacksWithoutInputs } from "./planned";
import { addressesOf, readSynthesis, type Synthesis } from "./synthesis";
import { moveToTerrain, type TerrainCheckout } from "./terrain-checkout";

let ours: Synthesized;
let terrain: TerrainCheckout;
let before: Synthesis;
let after: Synthesis;

beforeAll(() => {
  ours = synthesize();
  terrain = moveToTerrain();
  before = readSynthesis(ours.outDir);
  after = readSynthesis(terrain.outDir);
}, 900_000);

afterAll(() => {
  ours?.remove();
  terrain?.remove();
});

describe("this repository, moved to CDK Terrain as its guide says", () => {
  it("has the same resources, data sources and outputs at the same addresses", () => {
    expect(addressesOf(before).length).toBeGreaterThan(150);
    expect(addressesOf(after)).toEqual(addressesOf(before));
  });

  it("has the same to say of each, and of providers and states", () => {
    expect(after.stacks).toEqual(before.stacks);
  });

  it("deploys the same code", () => {
    expect(Object.keys(before.assets).length).toBeGreaterThan(0);
    expect(after.assets).toEqual(before.assets);
  });

  it("has sound types", () => {
    const { status, stdout } = spawnSync("npx", ["tsc", "--noEmit"], { cwd: terrain.folder, encoding: "utf8" });
    expect(stdout).toBe("");
    expect(status).toBe(0);
  });
});

describe("OpenTofu", () => {
  const tofu = process.env["TERRAFORM_BINARY_NAME"] ?? "tofu";
  const isTofu = spawnSync(tofu, ["version"], { encoding: "utf8" }).stdout?.startsWith("OpenTofu") ?? false;
  let aws: FakeAws;

  beforeAll(async () => {
    if (isTofu) aws = await startFakeAws(new Set(Object.values(before.stacks).map(stateBucketOf)));
  });

  afterAll(() => aws?.stop());

  it("plans the same of both, stack by stack", () => {
    if (!isTofu) {
      process.stderr.write(`OpenTofu plans the same of both: left out, since ${tofu} is not OpenTofu\n`);
      return;
    }
    const stacks = stacksWithoutInputs(before);
    const expected = planned(tofu, ours.outDir, stacks, aws.url);
    expect(expected.length).toBeGreaterThan(50);
    expect(planned(tofu, terrain.outDir, stacks, aws.url)).toEqual(expected);
  }, 900_000);
});

function stateBucketOf({ terraform }: Template): string {
  return (terraform as { backend: { s3: { bucket: string } } }).backend.s3.bucket;
}
