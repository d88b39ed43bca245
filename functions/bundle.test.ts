import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { strFromU8, unzipSync } from "fflate";
import { bundleFunction } from "./bundle";
import { listFunctions } from "./folders";

const root = join(__dirname, "..");

describe("bundleFunction", () => {
  let checkout: string;
  beforeAll(() => {
    checkout = mkdtempSync(join(tmpdir(), "another-checkout-"));
    for (const name of ["functions", "package.json", "tsconfig.json"]) {
      cpSync(join(root, name), join(checkout, name), { recursive: true });
    }
    symlinkSync(join(root, "node_modules"), join(checkout, "node_modules"));
  });
  afterAll(() => rmSync(checkout, { recursive: true }));

  it("gives the same bytes from another folder, in another time zone", async () => {
    const { zipPath } = await bundleFunction("stream-processor");
    const script = `require("./functions/bundle.ts").bundleFunction("stream-processor").then((b) => console.log(b.zipPath))`;
    const other = execFileSync(process.execPath, ["--import", "tsx", "-e", script], {
      cwd: checkout,
      env: { ...process.env, TZ: "Asia/Kathmandu" },
      encoding: "utf8",
    }).trim();

    expect(other).toBe(join(checkout, "dist", "functions", "stream-processor.zip"));
    expect(readFileSync(other).equals(readFileSync(zipPath))).toBe(true);
  });

  it("puts the handler and its map into the zip, and the map names the sources without holding them", async () => {
    const files = unzipSync(readFileSync((await bundleFunction("stream-processor")).zipPath));
    expect(Object.keys(files)).toEqual(["index.js", "index.js.map"]);

    const code = strFromU8(files["index.js"] ?? new Uint8Array());
    expect(code).toMatch(/\/\/# sourceMappingURL=index\.js\.map\s*$/);
    const map = JSON.parse(strFromU8(files["index.js.map"] ?? new Uint8Array()));
    expect(map.sources).toContain("functions/stream-processor/index.ts");
    expect(map.sourcesContent).toBeUndefined();
  });

  it("keeps every bundle under 400 KB zipped", async () => {
    for (const name of await listFunctions()) {
      const { zippedBytes } = await bundleFunction(name);
      expect({ name, small: zippedBytes <= 400 * 1024 }).toEqual({ name, small: true });
    }
  });

  it("bundles once a process", () => {
    expect(bundleFunction("stream-processor")).toBe(bundleFunction("stream-processor"));
  });

  it("names the functions there are when asked for one that is not there", async () => {
    await expect(bundleFunction("typo")).rejects.toThrow(
      'functions/ has no function "typo" (a folder with an index.ts); there are: aggregate-writer, data-transform, stream-processor',
    );
  });
});
