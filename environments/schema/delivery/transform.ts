import { z } from "zod";
import { integer, role, section, type Tier } from "../fields";
import { logRetentionDays } from "../log-retention";

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
    // AWS's default; base64 and what the function adds must fit in a response of 6 MB.
    bufferMebibytes: z
      .number({ error: "a number from 0.2 to 3" })
      .min(0.2, { error: "a number from 0.2 to 3" })
      .max(3, { error: "a number from 0.2 to 3" })
      .default(1),
    // AWS's default is a minute; where little is sent, one wants to see it sooner.
    bufferSeconds: integer(0, 900).default(production ? 60 : 5),
    // AWS's default; then the whole batch goes to the errors.
    retries: integer(0, 300).default(3),
  });
}

type TransformEntry = z.output<ReturnType<typeof transformSchema>>;

/** A transform, every default filled in. */
export type Transform = Omit<TransformEntry, "name"> & { readonly name: string };

/** Fills in the function's name. */
export function completeTransform(entry: TransformEntry): Transform {
  return { ...entry, name: entry.name ?? entry.code };
}
