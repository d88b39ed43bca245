import { spawnSync } from "node:child_process";
import { environmentNames, loadEnvironment } from "../../environments";
import { makeStateBucket } from "../lifecycle/make-state-bucket";
import { type Moto, startMoto } from "../lifecycle/moto-server";
import { describeWith } from "../requirements";
import { type Synthesized, synthesize } from "../synthesize";
import { planned, stacksWithoutInputs } from "./planned";
import { addressesOf, readSynthesis, type Synthesis } from "./synthesis";
import { moveToTerrain, type TerrainCheckout } from "./terrain-checkout";

/** Downloads and plans take minutes. */
const timeoutMs = 1_800_000;

let ours: Synthesized;
let terrain: TerrainCheckout;
let before: Synthesis;
let after: Synthesis;

beforeAll(() => {
  ours = synthesize();
  terrain = moveToTerrain();
  before = readSynthesis(ours.outDir);
  after = readSynthesis(terrain.outDir);
}, timeoutMs);

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

  it("deploys the same code, with the same provider", () => {
    expect(Object.keys(before.assets).length).toBeGreaterThan(0);
    expect(after.assets).toEqual(before.assets);
  });

  it(
    "has sound types",
    () => {
      const { status, stdout } = spawnSync("npx", ["tsc", "--noEmit"], { cwd: terrain.folder, encoding: "utf8" });
      expect({ status, stdout }).toEqual({ status: 0, stdout: "" });
    },
    timeoutMs,
  );
});

describeWith("tofu", "OpenTofu", () => {
  let moto: Moto;

  beforeAll(async () => {
    // The placeholder that every environment of the repository names.
    const [account = ""] = environmentNames.map((name) => loadEnvironment(name).account);
    moto = await startMoto({ account });
    for (const name of environmentNames) await makeStateBucket(moto.url, name, account);
  }, timeoutMs);

  afterAll(() => moto.stop());

  it(
    "plans the same of both, stack by stack",
    () => {
      const stacks = stacksWithoutInputs(before);
      const expected = planned(ours.outDir, stacks, moto.url);
      expect(expected.length).toBeGreaterThan(50);
      expect(planned(terrain.outDir, stacks, moto.url)).toEqual(expected);
    },
    timeoutMs,
  );
});
