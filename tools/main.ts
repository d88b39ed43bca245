import { makeProgram } from "./program";

makeProgram()
  .parseAsync()
  .catch((error: unknown) => {
    const known = error instanceof Error;
    process.stderr.write(`weir: ${known ? error.message : String(error)}\n`);
    // A message is enough for a mistake of the caller's; for one of ours the trace is wanted.
    if (known && process.env["WEIR_DEBUG"]) process.stderr.write(`${error.stack}\n`);
    process.exitCode = 1;
  });
