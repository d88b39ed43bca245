import { availableParallelism } from "node:os";
import { Progress } from "./progress";
import type { Stack } from "./stacks";

/** What became of a stack. */
export type Outcome<T> =
  | { readonly kind: "done"; readonly value: T; readonly seconds: number }
  | { readonly kind: "failed"; readonly error: unknown; readonly seconds: number }
  /** Something before it failed, or was interrupted. */
  | { readonly kind: "skipped"; readonly because: string };

/** How {@link runStacks} goes about it. */
export interface Run<T> {
  /** What each stack waits for: nothing, the stacks that it depends on, or those that depend on it. */
  readonly order: "none" | "dependencies" | "dependents";
  /** Where it is shown how far it is. */
  readonly output: NodeJS.WriteStream;
  /** Once aborted, nothing more begins. */
  readonly signal: AbortSignal;
  /** What is done with a stack; it may say how far it is, such as `12 of 30`. */
  readonly task: (stack: Stack, say: (text: string) => void) => Promise<T>;
  /** What the progress says of a stack that is done. */
  readonly summary: (value: T) => string;
}

/** Terraform and its provider keep a core busy while they plan; a few more runs hide each other's waits for AWS. */
const concurrency = Math.max(2, availableParallelism());

/** Does something with every stack, independent ones side by side; one that fails holds up only those behind it. */
export async function runStacks<T>(stacks: readonly Stack[], run: Run<T>): Promise<Map<Stack, Outcome<T>>> {
  const free = new Slots(concurrency);
  const progress = new Progress(
    stacks.map(({ name }) => name),
    run.output,
  );
  const outcomes = new Map<Stack, Promise<Outcome<T>>>();
  const settle = async (stack: Stack): Promise<Outcome<T>> => {
    for (const before of stacks.filter((other) => comesBefore(other, stack, run.order))) {
      const outcome = await outcomeOf(before);
      if (outcome.kind !== "done") return skip(progress, stack, `${before.name} comes first`);
    }
    return free.use(() => (run.signal.aborted ? skip(progress, stack, "interrupted") : attempt(run, progress, stack)));
  };
  const outcomeOf = (stack: Stack): Promise<Outcome<T>> => {
    const outcome = outcomes.get(stack) ?? settle(stack);
    outcomes.set(stack, outcome);
    return outcome;
  };
  const settled = stacks.map(async (stack) => [stack, await outcomeOf(stack)] as const);
  try {
    return new Map(await Promise.all(settled));
  } finally {
    progress.end();
  }
}

function comesBefore(other: Stack, stack: Stack, order: Run<unknown>["order"]): boolean {
  if (order === "dependencies") return stack.dependencies.includes(other.name);
  return order === "dependents" && other.dependencies.includes(stack.name);
}

async function attempt<T>({ task, summary }: Run<T>, progress: Progress, stack: Stack): Promise<Outcome<T>> {
  const startedMs = Date.now();
  const seconds = () => (Date.now() - startedMs) / 1000;
  progress.show(stack.name, "running", "");
  try {
    const value = await task(stack, (text) => progress.show(stack.name, "running", text));
    progress.show(stack.name, "done", summary(value));
    return { kind: "done", value, seconds: seconds() };
  } catch (error) {
    progress.show(stack.name, "failed", "");
    return { kind: "failed", error, seconds: seconds() };
  }
}

function skip<T>(progress: Progress, { name }: Stack, because: string): Outcome<T> {
  progress.show(name, "skipped", because);
  return { kind: "skipped", because };
}

/** Lets so many run at once, in the order of their asking. */
class Slots {
  readonly #waiting: (() => void)[] = [];

  constructor(private free: number) {}

  async use<T>(task: () => T | Promise<T>): Promise<T> {
    if (this.free > 0) this.free -= 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await task();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.free += 1;
    }
  }
}
