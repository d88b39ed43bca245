import { Writable } from "node:stream";
import fc from "fast-check";
import { type Outcome, type Run, runStacks } from "./run-stacks";
import type { Stack } from "./stacks";

/** A few stacks, each of which may depend on any before it. */
const arbitraryStacks = fc
  .array(fc.array(fc.nat(6)), { minLength: 1, maxLength: 7 })
  .map((dependencies) =>
    dependencies.map((on, index) =>
      stack(`s${index}`, [...new Set(on.filter((other) => other < index).map((other) => `s${other}`))]),
    ),
  );

function stack(name: string, dependencies: readonly string[]): Stack {
  return { name, folder: name, dependencies, inputs: [] };
}

function run(
  stacks: readonly Stack[],
  order: Run<string>["order"],
  task: (stack: Stack) => Promise<string>,
  signal = new AbortController().signal,
): Promise<Map<Stack, Outcome<string>>> {
  const output = new Writable({ write: (_chunk, _encoding, done) => done() }) as unknown as NodeJS.WriteStream;
  return runStacks(stacks, { order, task, signal, summary: String, output });
}

it("ends what a stack waits for before it begins, in either direction, and runs each once", async () => {
  const orders = fc.constantFrom("dependencies" as const, "dependents" as const);
  await fc.assert(
    fc.asyncProperty(arbitraryStacks, orders, async (stacks, order) => {
      const ended: string[] = [];
      const outcomes = await run(stacks, order, async ({ name, dependencies }) => {
        const dependents = stacks.filter((other) => other.dependencies.includes(name)).map((other) => other.name);
        expect(ended).toEqual(expect.arrayContaining(order === "dependencies" ? [...dependencies] : dependents));
        await new Promise(setImmediate);
        ended.push(name);
        return name;
      });
      expect([...outcomes.values()].filter(({ kind }) => kind !== "done")).toEqual([]);
      expect(ended.sort()).toEqual(stacks.map(({ name }) => name));
    }),
  );
});

it("holds up exactly those behind one that failed", async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryStacks, fc.nat(6), async (stacks, failing) => {
      const failed = `s${failing % stacks.length}`;
      const outcomes = await run(stacks, "dependencies", async ({ name }) => {
        if (name === failed) throw new Error("no");
        return name;
      });
      const isBehind = ({ dependencies }: Stack): boolean =>
        dependencies.some((name) => name === failed || isBehind(stacks.find((other) => other.name === name) as Stack));
      for (const [stack, { kind }] of outcomes) {
        expect(kind).toBe(stack.name === failed ? "failed" : isBehind(stack) ? "skipped" : "done");
      }
    }),
  );
});

it("runs independent stacks side by side, though not all at once", async () => {
  const stacks = Array.from({ length: 12 }, (_, index) => stack(`s${index}`, []));
  let running = 0;
  let most = 0;
  await run(stacks, "none", async ({ name }) => {
    running += 1;
    most = Math.max(most, running);
    await new Promise(setImmediate);
    running -= 1;
    return name;
  });
  expect(most).toBeGreaterThan(1);
  expect(most).toBeLessThan(12);
});

it("begins nothing after an interruption", async () => {
  const stop = new AbortController();
  const outcomes = await run(
    [stack("first", []), stack("second", ["first"])],
    "dependencies",
    async ({ name }) => {
      stop.abort();
      return name;
    },
    stop.signal,
  );
  expect([...outcomes.values()]).toEqual([
    expect.objectContaining({ kind: "done" }),
    { kind: "skipped", because: "interrupted" },
  ]);
});
