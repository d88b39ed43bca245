import { Command } from "commander";
import { registerEnv } from "./env";
import { registerProduce } from "./produce";
import { registerUp } from "./up";

const program = new Command("weir")
  .description("Run, feed and operate an Amazon Kinesis streaming platform, on a laptop or in AWS.")
  .showHelpAfterError("(weir --help, or weir <command> --help, shows what is allowed)")
  .addHelpText("after", "\nExit codes: 0 well, 1 error, 2 drift or unhealthy.");

registerUp(program);
registerProduce(program);
registerEnv(program);

program.parseAsync().catch((error: unknown) => {
  const known = error instanceof Error;
  process.stderr.write(`weir: ${known ? error.message : String(error)}\n`);
  // A message is enough for a mistake of the caller's; for one of ours the trace is wanted.
  if (known && process.env["WEIR_DEBUG"]) process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});
