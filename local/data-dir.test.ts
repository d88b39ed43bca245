import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { claimDataDir } from "./data-dir";

const folder = mkdtempSync(join(tmpdir(), "weir-claim-"));
const kept = join(folder, "kept");
beforeEach(() => writeFileSync(kept, "of the run before"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("the data folder", () => {
  it("is emptied for a new run, unless what is in it is kept", () => {
    claimDataDir(folder, true)();
    expect(existsSync(kept)).toBe(true);
    claimDataDir(folder, false)();
    expect(existsSync(kept)).toBe(false);
  });

  it("is refused, untouched, while a process that runs has it", () => {
    const release = claimDataDir(folder, true);
    expect(() => claimDataDir(folder, false)).toThrow(`${folder} is in use by process ${process.pid}`);
    expect(existsSync(kept)).toBe(true);
    release();
  });

  it("is taken over from a process that was killed", () => {
    const { pid } = spawnSync(process.execPath, ["--version"]);
    writeFileSync(join(folder, "lock"), String(pid));
    expect(() => claimDataDir(folder, true)()).not.toThrow();
  });
});
