import { createInterface } from "node:readline";

/** Whether there is somebody to be asked. */
export function isInteractive(): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true;
}

/**
 * Asks on the terminal.
 * @param question what is asked, without what may be answered
 * @param agreement the one answer that agrees
 * @param signal takes the question back
 * @returns whether that was the answer; not when the input ended, or was interrupted
 */
export function confirm(question: string, agreement: string, signal: AbortSignal): Promise<boolean> {
  if (signal.aborted) return Promise.resolve(false);
  // The terminal edits the line by itself: in readline's mode Ctrl-C would be a character, and no signal.
  const lines = createInterface({ input: process.stdin, output: process.stderr, terminal: false });
  return new Promise<boolean>((resolve) => {
    lines.question(`${question} Type ${agreement} to go on: `, { signal }, (answer) =>
      resolve(answer.trim() === agreement),
    );
    lines.once("close", () => resolve(false));
    signal.addEventListener("abort", () => resolve(false), { once: true });
  }).finally(() => lines.close());
}
