import { z } from "zod";
import type { Problem } from "../../environment-error";
import { integer, role, section, type Tier } from "../fields";
import { logRetentionDays } from "../log-retention";
import { type Buffer, bothHintsOrNone, bufferOf } from "./buffer";

const bufferRange = "a number from 0.2 to 3";

/** A Lambda function that each record passes before it is delivered. */
export function transformSchema(tier: Tier) {
  const production = tier === "production";
  return section({
    /** Folder of functions/. */
    code: role,
    /** The function's role in its physical name; its code when absent. */
    name: role.optional(),
    // CPU comes with memory, and a buffer of 3 MB is decoded and encoded whole.
    memoryMebibytes: integer(128, 10_240).default(512),
    // Firehose waits five minutes, and counts what takes longer as failed.
    timeoutSeconds: integer(1, 300).default(60),
    // Keeps a runaway out of the account's shared thousand, and its share safe from others.
    reservedConcurrency: integer(1, 100_000).default(production ? 100 : 10),
    logRetentionDays: logRetentionDays(tier),
    // Base64 and what the function adds must fit in a response of 6 MB.
    bufferMebibytes: z
      .number({ error: bufferRange })
      .min(0.2, { error: bufferRange })
      .max(3, { error: bufferRange })
      .optional(),
    bufferSeconds: integer(0, 900).optional(),
    // AWS's default; then the whole batch goes to the errors.
    retries: integer(0, 300).default(3),
  }).superRefine(bothHintsOrNone);
}

type TransformEntry = z.output<ReturnType<typeof transformSchema>>;

/** A transform, every default filled in. */
export type Transform = Omit<TransformEntry, "name" | keyof Buffer> & { readonly name: string } & Buffer;

/** AWS's own buffer before a function. */
function awsBuffer(destination: string): Buffer {
  return { bufferMebibytes: destination === "splunk" ? 0.25 : 1, bufferSeconds: 60 };
}

/** Fills in what depends on the rest of the delivery. */
export function completeTransform(entry: TransformEntry, destination: string, tier: Tier): Transform {
  // Where little is sent, one wants to see it sooner than after a minute.
  const byDefault = tier === "production" ? awsBuffer(destination) : { bufferMebibytes: 0.5, bufferSeconds: 5 };
  return { ...entry, name: entry.name ?? entry.code, ...bufferOf(entry, byDefault) };
}

/**
 * AWS takes both hints or neither, and Terraform's provider leaves a hint out that is AWS's default: with one of
 * these beside another number, each plan would show a change that AWS refuses.
 */
export function* transformRules(transform: Transform, destination: string, path: string[]): Generator<Problem> {
  const byDefault = awsBuffer(destination);
  const fields = ["bufferMebibytes", "bufferSeconds"] as const;
  const [field, other] = fields.filter((each) => transform[each] === byDefault[each]);
  if (field === undefined || other !== undefined) return;
  const allowed = `another number than ${byDefault[field]}, which is AWS's default, or AWS's default in both: Terraform leaves out a default, and AWS takes both or neither`;
  yield { path: [...path, field], got: transform[field], allowed };
}
