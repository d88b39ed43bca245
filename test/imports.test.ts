import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const root = join(__dirname, "..");
const rooms = [
  "environments",
  "names.ts",
  "main.ts",
  "stacks",
  "modules",
  "functions",
  "local",
  "tools",
  "bench",
  "examples",
];

interface Cruise {
  summary: { totalCruised: number; violations: { rule: { name: string }; from: string; to: string }[] };
}

function cruise(paths: string[]): Cruise["summary"] {
  const bin = join(root, "node_modules/dependency-cruiser/bin/dependency-cruise.mjs");
  const run = spawnSync(
    process.execPath,
    [bin, "--config", ".dependency-cruiser.js", "--output-type", "json", ...paths],
    {
      cwd: root,
      encoding: "utf8",
      maxBuffer: 256 * 1024 * 1024,
    },
  );
  if (!run.stdout) throw new Error(`dependency-cruiser said nothing on standard output, but: ${run.stderr}`);
  return (JSON.parse(run.stdout) as Cruise).summary;
}

describe("who may import whom", () => {
  it("holds in every room", () => {
    const summary = cruise(rooms);
    // With a parser that can't read TypeScript it would cruise nothing, and pass.
    expect(summary.totalCruised).toBeGreaterThan(100);
    expect(summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)).toEqual([]);
  });

  it.each([
    ["modules", "../../environments/index", "modules-never-see-an-environment"],
    ["local", "../../modules/data-stream/data-stream", "local-reads-what-synth-wrote"],
    ["tools", "../../local/clock", "the-local-runtime-has-one-door"],
    ["environments", "../../names", "environments-import-zod-only"],
    ["stacks", "../../local/clock", "stacks-place-modules"],
    ["functions", "../stream-processor/record", "functions-import-their-own"],
    ["local", "../../test/requirements", "nothing-imports-tests-or-benchmarks"],
  ])("catches a violation planted in %s/", (room, target, rule) => {
    const folder = mkdtempSync(join(root, room, "planted-"));
    try {
      writeFileSync(join(folder, "violation.ts"), `import * as it from "${target}";\nexport const seen = it;\n`);
      const planted = cruise([room]).violations.filter(({ from }) => from.includes("violation.ts"));
      expect(planted.map((violation) => violation.rule.name)).toContain(rule);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
