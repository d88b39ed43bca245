import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { VirtualClock } from "../../clock";
import { FileSync, type FsyncPolicy } from "./file-sync";

const folder = mkdtempSync(join(tmpdir(), "weir-file-sync-"));
const file = join(folder, "file");
/** Can't be brought to the disk: no file can be in a file. */
const impossible = join(file, "in-a-file");
beforeAll(() => writeFileSync(file, "text"));
afterAll(() => rmSync(folder, { recursive: true }));

function syncWith(policy: FsyncPolicy) {
  const clock = new VirtualClock();
  const errors: unknown[] = [];
  const sync = new FileSync({ policy, clock, onError: (error) => errors.push(error) });
  return { clock, errors, sync };
}

describe("--fsync always", () => {
  it("lets a record be acknowledged once it is on disk, and not when that failed", async () => {
    const { sync } = syncWith("always");
    expect(sync.acknowledgeable()).toBeUndefined();
    sync.add(file);
    await sync.acknowledgeable();
    expect(sync.acknowledgeable()).toBeUndefined();
    sync.add(impossible);
    await expect(sync.acknowledgeable()).rejects.toThrow("ENOTDIR");
  });

  it("tries a file again that failed, before anything is acknowledged", async () => {
    const { sync } = syncWith("always");
    const path = join(folder, "later", "file");
    writeFileSync(join(folder, "later"), "");
    sync.add(path);
    await expect(sync.acknowledgeable()).rejects.toThrow("ENOTDIR");
    await expect(sync.acknowledgeable()).rejects.toThrow("ENOTDIR");
    rmSync(join(folder, "later"));
    mkdirSync(join(folder, "later"));
    writeFileSync(path, "");
    await sync.acknowledgeable();
    expect(sync.acknowledgeable()).toBeUndefined();
  });

  it("shares one sync among the requests that wait together, and gives who comes later the next", async () => {
    const { sync } = syncWith("always");
    sync.add(file);
    const first = sync.acknowledgeable();
    sync.add(folder);
    expect(sync.acknowledgeable()).toBe(first);
    await Promise.resolve();
    sync.add(file);
    const second = sync.acknowledgeable();
    expect(second).not.toBe(first);
    await Promise.all([first, second]);
  });

  it("passes over what retention has deleted meanwhile", async () => {
    const { sync } = syncWith("always");
    sync.add(join(folder, "gone"));
    await sync.acknowledgeable();
  });
});

describe("--fsync <milliseconds>", () => {
  it("acknowledges at once, and tells of a failure that no request waits for", async () => {
    const { sync, clock, errors } = syncWith(200);
    sync.add(impossible);
    expect(sync.acknowledgeable()).toBeUndefined();
    await clock.advance(199);
    expect(errors).toEqual([]);
    await clock.advance(1);
    await expect(sync.sync()).rejects.toThrow("ENOTDIR");
    expect(errors).toHaveLength(1);
  });

  it("does so again for what is written later", async () => {
    const { sync, clock, errors } = syncWith(200);
    for (const failures of [1, 2]) {
      sync.add(impossible);
      await clock.advance(200);
      await expect(sync.sync()).rejects.toThrow("ENOTDIR");
      expect(errors).toHaveLength(failures);
    }
  });

  it("brings the rest to the disk at the end, and nothing afterwards", async () => {
    const { sync, clock, errors } = syncWith(200);
    sync.add(impossible);
    await expect(sync.close()).rejects.toThrow("ENOTDIR");
    await clock.advance(200);
    await expect(sync.sync()).rejects.toThrow("ENOTDIR");
    expect(errors).toEqual([]);
  });
});

it("--fsync never leaves it to the system", async () => {
  const { sync } = syncWith("never");
  sync.add(impossible);
  expect(sync.acknowledgeable()).toBeUndefined();
  await sync.close();
});
