import { outDir, synthesize } from "../synthesize";
import { verifyAccount } from "./account";
import { Interrupt } from "./interrupt";
import { verifyStateBucket } from "./remote-state";
import { chooseStacks, readBootstrapStack, readStacks, type Stack } from "./stacks";
import { openTarget, type Target, terraformVariables } from "./target";
import { Terraform } from "./terraform";

/** The options that every lifecycle verb over stacks has. */
export interface SessionOptions {
  readonly env: string;
  readonly stack: readonly string[];
  readonly endpoint?: string;
}

/** What a lifecycle verb works with: the target, checked, and its stacks, synthesized from the sources as they are. */
export interface Session {
  readonly target: Target;
  readonly terraform: Terraform;
  /** Every stack of the environment, in order. */
  readonly stacks: readonly Stack[];
  /** Those that were asked for. */
  readonly chosen: readonly Stack[];
  readonly interrupt: Interrupt;
}

/**
 * Opens a session for as long as `work` takes; Ctrl-C reaches Terraform meanwhile.
 * @throws Error, one clear line, when there is no Terraform, no credentials, another account, no such stack …
 */
export function withSession<T>(options: SessionOptions, work: (session: Session) => Promise<T>): Promise<T> {
  return open(options, { verify: verifyAccess, read: readStacks }, work);
}

/** As {@link withSession}, for the one stack that makes the state bucket: there may be none yet. */
export function withBootstrapSession<T>(
  options: Omit<SessionOptions, "stack">,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const read = async (target: Target, folder: string) => [await readBootstrapStack(target, folder)];
  return open({ ...options, stack: [] }, { verify: verifyAccount, read }, work);
}

interface Opening {
  /** Throws when these credentials won't do. */
  readonly verify: (target: Target) => Promise<unknown>;
  readonly read: typeof readStacks;
}

async function open<T>(
  options: SessionOptions,
  { verify, read }: Opening,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const interrupt = new Interrupt();
  try {
    const target = await openTarget(options);
    const terraform = await Terraform.find(interrupt, terraformVariables(target));
    await verify(target);
    await synthesize(interrupt.signal);
    const stacks = await read(target, outDir);
    return await work({ target, terraform, stacks, chosen: chooseStacks(stacks, options.stack), interrupt });
  } finally {
    interrupt.close();
  }
}

async function verifyAccess(target: Target): Promise<void> {
  await verifyAccount(target);
  await verifyStateBucket(target);
}
