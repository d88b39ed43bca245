import type { z } from "zod";
import { integer } from "../fields";

/** When a buffer is delivered: at either of these, whichever comes first. Firehose takes both as hints. */
export interface Buffer {
  readonly bufferMebibytes: number;
  readonly bufferSeconds: number;
}

/** The two hints of a buffer, within a destination's ranges; their defaults depend on what is delivered. */
export function bufferFields(maxMebibytes: number, maxSeconds: number) {
  return {
    bufferMebibytes: integer(1, maxMebibytes).optional(),
    bufferSeconds: integer(0, maxSeconds).optional(),
  };
}

interface Hints {
  readonly bufferMebibytes?: number | undefined;
  readonly bufferSeconds?: number | undefined;
}

/** Refuses one hint without the other, as Firehose does. */
export function bothHintsOrNone(hints: Hints, context: z.core.$RefinementCtx): void {
  const { bufferMebibytes, bufferSeconds } = hints;
  if ((bufferMebibytes === undefined) === (bufferSeconds === undefined)) return;
  const [given, missing] =
    bufferSeconds === undefined ? ["bufferMebibytes", "bufferSeconds"] : ["bufferSeconds", "bufferMebibytes"];
  context.addIssue({
    code: "custom",
    path: [missing],
    message: `a number beside ${given}: both are given, or neither`,
  });
}

/** The hints as stated, or the defaults. */
export function bufferOf({ bufferMebibytes, bufferSeconds }: Hints, byDefault: Buffer): Buffer {
  return {
    bufferMebibytes: bufferMebibytes ?? byDefault.bufferMebibytes,
    bufferSeconds: bufferSeconds ?? byDefault.bufferSeconds,
  };
}
