import { makeProgram } from "./program";

// Unheard, an output that nobody reads any more would end the process where it stands, with its locks held: `tee` ends at
// the same Ctrl-C, and a terminal can be closed.
for (const output of [process.stdout, process.stderr]) {
  output.on("error", ({ code }: NodeJS.ErrnoException) => {
    if (code !== "EPIPE" && code !== "EIO") process.exitCode = 1;
  });
}

makeProgram()
  .parseAsync()
  .catch((error: unknown) => {
    const known = error instanceof Error;
    process.stderr.write(`weir: ${known ? error.message : String(error)}\n`);
    // A message is enough for a mistake of the caller's; for one of ours the trace is wanted.
    if (known && process.env["WEIR_DEBUG"]) process.stderr.write(`${error.stack}\n`);
    process.exitCode = 1;
  });
