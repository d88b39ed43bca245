import { type StateBucket, startStateBucket } from "../../test/state-bucket";
import { withEnvironmentLock } from "./environment-lock";
import { listLocks, removeLock } from "./held-locks";

describe("the environment's lock", () => {
  let bucket: StateBucket;

  beforeEach(async () => {
    bucket = await startStateBucket();
  });
  afterEach(async () => {
    await bucket.stop();
    process.exitCode = undefined;
    jest.restoreAllMocks();
  });

  it("says who holds it, where, since when and for what, and is gone after the work", async () => {
    const held = await withEnvironmentLock(bucket.target, async () => bucket.read("environment.lock"));
    expect(held).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      who: "arn:aws:iam::123456789012:root",
      host: expect.any(String),
      command: expect.stringMatching(/^weir/),
      commit: expect.stringMatching(/\S/),
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    });
    expect(await bucket.keys()).toEqual([]);
  });

  it("is gone after work that fails, and the failure is what the command ends with", async () => {
    const failed = withEnvironmentLock(bucket.target, () => Promise.reject(new Error("the work failed")));
    await expect(failed).rejects.toThrow("the work failed");
    expect(await bucket.keys()).toEqual([]);
  });

  it("is refused while somebody has it, with the holder and the way out", async () => {
    await withEnvironmentLock(bucket.target, async () => {
      const [holder] = await listLocks(bucket.target);
      const second = withEnvironmentLock(bucket.target, () => Promise.reject(new Error("must not run")));
      await expect(second).rejects.toThrow(
        new RegExp(
          `^environment test is locked: arn:aws:iam::123456789012:root on .+ has been running "weir.*" at commit .+ since ${holder?.createdAt}.*weir force-unlock ${holder?.id} --env test$`,
        ),
      );
      expect(await bucket.keys()).toEqual(["environment.lock"]);
    });
  });

  it("goes to one of many who ask at once", async () => {
    let running = 0;
    const run = () =>
      withEnvironmentLock(bucket.target, async () => {
        running += 1;
        expect(running).toBe(1);
        await listLocks(bucket.target);
        running -= 1;
      });
    const settled = await Promise.allSettled(Array.from({ length: 8 }, run));
    const problems = settled.flatMap((one) => (one.status === "rejected" ? [String(one.reason)] : []));
    expect(problems.length).toBeLessThan(8);
    for (const problem of problems) expect(problem).toMatch(/environment test is (locked:|being locked)/);
    expect(await bucket.keys()).toEqual([]);
  });

  it("leaves the lock of another who has taken it by force, and says so", async () => {
    const written = jest.spyOn(process.stderr, "write").mockReturnValue(true);
    await withEnvironmentLock(bucket.target, () => bucket.write("environment.lock", { id: "another's" }));
    expect(await bucket.read("environment.lock")).toEqual({ id: "another's" });
    expect(written).toHaveBeenCalledWith(expect.stringContaining("took environment test's lock away"));
    expect(process.exitCode).toBe(1);
  });

  it("names the command that makes the bucket where there is none", async () => {
    const other = await startStateBucket("another-bucket");
    try {
      await expect(withEnvironmentLock(other.target, () => Promise.resolve())).rejects.toThrow(
        "there is no state bucket kinesis-streaming-test-state-123456789012 yet: weir bootstrap --env test makes it",
      );
    } finally {
      await other.stop();
    }
  });
});

describe("the locks that are held", () => {
  it("are the environment's and those of its stacks' states, each with who holds it", async () => {
    const bucket = await startStateBucket();
    try {
      await bucket.write("streaming.tfstate", { serial: 1 });
      await bucket.write("streaming.tfstate.tflock", {
        ...{ ID: "one", Operation: "OperationTypeApply", Info: "", Who: "ann@laptop", Version: "1.11.4" },
        ...{ Created: "2026-01-02T03:04:05.678Z", Path: "bucket/streaming.tfstate" },
      });
      const locks = await listLocks(bucket.target);
      expect(locks).toMatchObject([
        { id: "one", subject: "the state of stack streaming", who: "ann@laptop", command: "terraform apply" },
      ]);
    } finally {
      await bucket.stop();
    }
  });

  it("are not removed when another stands in their place", async () => {
    const bucket = await startStateBucket();
    try {
      await bucket.write("environment.lock", { id: "old" });
      const [old] = await listLocks(bucket.target);
      await bucket.write("environment.lock", { id: "new" });
      expect(old && (await removeLock(bucket.target, old))).toBe(false);
      expect(await bucket.keys()).toEqual(["environment.lock"]);
    } finally {
      await bucket.stop();
    }
  });
});
