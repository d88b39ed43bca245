import fc from "fast-check";
import { VirtualClock } from "../clock";
import { seededRandom } from "../random";
import type { Fault, Target } from "./fault";
import { Faults } from "./faults";
import { findTarget } from "./find-target";

const targets: Target[] = [
  "function/kinesis-streaming-dev-writer",
  "stream/kinesis-streaming-dev-data-stream",
  "stream/kinesis-streaming-dev-rejects",
  "stream/kinesis-streaming-test-rejects",
];
const stream = "stream/kinesis-streaming-dev-data-stream";

function makeFaults() {
  const clock = new VirtualClock();
  const ended: Fault[] = [];
  const begin = (fault: Fault) => () => {
    ended.push(fault);
  };
  return { clock, ended, faults: new Faults({ clock, random: seededRandom(1), targets, begin }) };
}

describe("a fault", () => {
  it("strikes what it was set on, in the operation that it was set for, until it is cleared", () => {
    const { faults, ended } = makeFaults();
    const fault = faults.set({ kind: "throttle", target: "stream/data-stream", operation: "reads" });
    expect(fault).toMatchObject({ target: stream, operation: "reads", share: 1 });
    expect(faults.strikes("throttle", stream, "reads")).toBe(fault);
    expect(faults.strikes("throttle", stream, "writes")).toBeUndefined();
    expect(faults.strikes("fail", stream, "reads")).toBeUndefined();
    expect(faults.strikes("throttle", "stream/kinesis-streaming-dev-rejects", "reads")).toBeUndefined();
    expect(faults.clear(fault.id)).toEqual([fault]);
    expect(faults.strikes("throttle", stream, "reads")).toBeUndefined();
    expect(ended).toEqual([fault]);
  });

  it("of a resource with two sides is of its writes unless said otherwise", () => {
    const { faults } = makeFaults();
    expect(faults.set({ kind: "fail", target: stream }).operation).toBe("writes");
  });

  it("ends by itself when its time is over, and once", async () => {
    const { faults, clock, ended } = makeFaults();
    const fault = faults.set({ kind: "silence", target: stream, forSeconds: 60 });
    await clock.advance(59_999);
    expect(faults.list()).toEqual([fault]);
    await clock.advance(1);
    expect(faults.list()).toEqual([]);
    faults.clear();
    expect(ended).toEqual([fault]);
  });

  it("strikes about as often as its share says", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.05, max: 0.95, noNaN: true }), (share) => {
        const { faults } = makeFaults();
        faults.set({ kind: "fail", target: stream, share });
        const tries = 2_000;
        let struck = 0;
        for (let i = 0; i < tries; i++) if (faults.strikes("fail", stream, "writes")) struck++;
        expect(Math.abs(struck / tries - share)).toBeLessThan(0.06);
      }),
      { numRuns: 20 },
    );
  });

  it.each([
    [
      { kind: "slow", target: "function/writer", operation: "reads" },
      /operation is reads; slow of .* takes no operation/,
    ],
    [{ kind: "slow", target: "function/writer", perSecond: 2 }, /perSecond is 2, .*; its settings: share, seconds/],
    [{ kind: "stall", target: stream }, /give one such as mapping\/<name>, consumer\/<name>/],
  ] as const)("is refused with what would be right: %j", (fault, message) => {
    expect(() => makeFaults().faults.set(fault)).toThrow(message);
  });
});

describe("a target", () => {
  it("is found by its whole name and by the end of it", () => {
    expect(findTarget(stream, ["stream"], targets)).toBe(stream);
    expect(findTarget("stream/data-stream", ["stream"], targets)).toBe(stream);
    expect(findTarget("function/writer", ["stream", "function"], targets)).toBe(targets[0]);
  });

  it("is refused with all that it may be where its end is another's too", () => {
    expect(() => findTarget("stream/rejects", ["stream"], targets)).toThrow(
      "the target stream/rejects may be any of: stream/kinesis-streaming-dev-rejects, stream/kinesis-streaming-test-rejects",
    );
  });

  it("is not found by the end of a word", () => {
    expect(() => findTarget("stream/stream-x", ["stream"], targets)).toThrow("there are: ");
    expect(() => findTarget("stream/ta-stream", ["stream"], targets)).toThrow("does not exist");
  });

  it("of a type that nothing is of is refused", () => {
    expect(() => findTarget("queue/failures", ["queue"], targets)).toThrow("there is no queue at all");
  });
});
