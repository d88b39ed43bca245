import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { flinkJar } from "../flink-sources";

const root = mkdtempSync(join(tmpdir(), "weir-synth-"));
const outDir = join(root, "cdktf.out");
process.env["CDKTF_OUTDIR"] = outDir;
const { synthesize } = require("./synthesize") as typeof import("./synthesize");

afterAll(() => rmSync(root, { recursive: true }));

it("says that it was interrupted, and not that the environments are wrong", async () => {
  const stop = new AbortController();
  const synthesis = synthesize(stop.signal);
  stop.abort();
  await expect(synthesis).rejects.toThrow(/^interrupted before the environments were synthesized$/);
});

it("writes paths that lead where they did when they were written, and leaves nothing else behind", async () => {
  await synthesize(new AbortController().signal);
  const folder = join(outDir, "stacks/dev-analytics");
  const { resource } = JSON.parse(readFileSync(join(folder, "cdk.tf.json"), "utf8"));
  const [code] = Object.values<{ source: string }>(resource.aws_s3_object);
  expect(resolve(folder, code?.source ?? "")).toBe(flinkJar());
  expect(readdirSync(root)).toEqual(["cdktf.out"]);
});
