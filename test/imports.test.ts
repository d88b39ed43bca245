import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";

const root = join(__dirname, "..");
const rooms = [
  "environments",
  "names.ts",
  "sources.ts",
  "flink-sources.ts",
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

function cruise(folder: string, paths: readonly string[]): Cruise["summary"] {
  const bin = join(root, "node_modules/dependency-cruiser/bin/dependency-cruise.mjs");
  const config = join(root, ".dependency-cruiser.js");
  const run = spawnSync(process.execPath, [bin, "--config", config, "--output-type", "json", ...paths], {
    cwd: folder,
    encoding: "utf8",
    maxBuffer: 256 * 1024 * 1024,
  });
  if (!run.stdout) throw new Error(`dependency-cruiser said nothing on standard output, but: ${run.stderr}`);
  return (JSON.parse(run.stdout) as Cruise).summary;
}

describe("who may import whom", () => {
  it("holds in every room", () => {
    const summary = cruise(root, rooms);
    // With a parser that can't read TypeScript it would cruise nothing, and pass.
    expect(summary.totalCruised).toBeGreaterThan(100);
    expect(summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)).toEqual([]);
  });

  // In a house of two files, since a violation planted in the real one would stand in the way of other suites.
  it.each([
    ["modules/a.ts", "environments/b.ts", "modules-never-see-an-environment"],
    ["environments/a.ts", "names.ts", "environments-import-zod-only"],
    ["stacks/a.ts", "local/clock.ts", "stacks-place-modules"],
    ["functions/one/a.ts", "functions/other/b.ts", "functions-import-their-own"],
    ["functions/one/contract.ts", "functions/one/b.ts", "contracts-import-nothing"],
    ["local/a.ts", "modules/b.ts", "local-reads-what-synth-wrote"],
    ["local/a.ts", "test/b.ts", "nothing-imports-tests-or-benchmarks"],
    ["tools/a.ts", "stacks/b.ts", "tools-import-no-infrastructure"],
    ["tools/a.ts", "modules/b/b.ts", "tools-import-no-infrastructure"],
    ["tools/up.ts", "local/clock.ts", "the-local-runtime-has-one-door"],
    ["tools/produce.ts", "local/index.ts", "only-some-verbs-run-locally"],
  ])("refuses %s an import of %s", (from, to, rule) => {
    const house = mkdtempSync(join(tmpdir(), "weir-house-"));
    try {
      plant(house, to, "export const it = 1;\n");
      plant(
        house,
        from,
        `import { it } from "./${relative(dirname(from), to).replace(/\.ts$/, "")}";\nexport const seen = it;\n`,
      );
      expect(cruise(house, ["."]).violations.map((violation) => violation.rule.name)).toEqual([rule]);
    } finally {
      rmSync(house, { recursive: true });
    }
  });
});

describe("files", () => {
  it("have names in kebab-case, but for those that tools and readers look for", () => {
    const { stdout } = spawnSync("git", ["ls-files"], { cwd: root, encoding: "utf8" });
    const files = stdout.trim().split("\n");
    expect(files.length).toBeGreaterThan(100);
    // A file of Java has the name of its class.
    const looked =
      /^((README|CONTRIBUTING|LICENSE)(\.md)?|([A-Z][a-z0-9]*)+\.java|META-INF|([a-z]+\.)+([A-Z][a-z]*)+)$/;
    const kebab = /^\.?[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$/;
    const parts = new Set(files.flatMap((file) => file.split("/")));
    expect([...parts].filter((part) => !kebab.test(part) && !looked.test(part))).toEqual([]);
  });
});

function plant(house: string, file: string, text: string): void {
  mkdirSync(join(house, dirname(file)), { recursive: true });
  writeFileSync(join(house, file), text);
}
