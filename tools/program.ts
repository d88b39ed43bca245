import { Command } from "commander";
import { registerApply } from "./apply";
import { registerBootstrap } from "./bootstrap";
import { registerDestroy } from "./destroy";
import { registerDoctor } from "./doctor";
import { registerDrift } from "./drift";
import { registerEnv } from "./env";
import { registerFault } from "./fault";
import { registerForceUnlock } from "./force-unlock";
import { registerHealth } from "./health";
import { registerPlan } from "./plan";
import { registerProduce } from "./produce";
import { registerQuery } from "./query";
import { registerUp } from "./up";

/** The `weir` command with all its verbs. */
export function makeProgram(): Command {
  const program = new Command("weir")
    .description("Run, feed and operate an Amazon Kinesis streaming platform, on a laptop or in AWS.")
    .showHelpAfterError("(weir --help, or weir <command> --help, shows what is allowed)")
    .addHelpText("after", "\nExit codes: 0 well, 1 error, 2 drift or unhealthy, 3 health unknown.");
  registerUp(program);
  registerProduce(program);
  registerQuery(program);
  registerFault(program);
  registerHealth(program);
  registerPlan(program);
  registerApply(program);
  registerDrift(program);
  registerDestroy(program);
  registerForceUnlock(program);
  registerBootstrap(program);
  registerDoctor(program);
  registerEnv(program);
  return program;
}
