import type { Answer } from "./firehose-event";

/** What Lambda takes as a function's response: 6 MB of JSON. */
export const maxResponseBytes = 6 * 1024 * 1024;

/** What an answer has besides its id and its data: names, result and partition keys, 170 bytes with the longest. */
const maxBytesBesides = 256;

/** Of an escaped character in JSON. */
const maxBytesPerCharacter = 6;

/**
 * The answers, shortened until Lambda takes them: over its limit the whole invocation would fail, and each retry of the
 * same records with it. First failed records lose their data, which Firehose has anyway; then records fail, the largest
 * first, so that as few as possible do. At the last each answer is shorter than its record was in the request, which
 * has the same limit: the answers always fit.
 */
export function fitResponse(answers: readonly Answer[]): readonly Answer[] {
  if (answers.reduce((bytes, answer) => bytes + mostBytes(answer), 0) < maxResponseBytes) return answers;
  let bytes = sizeBytes({ records: answers });
  if (bytes <= maxResponseBytes) return answers;
  const fitted = [...answers];
  for (const { position, bare, savedBytes } of answers.map(shorten).sort(inOrderOfSacrifice)) {
    if (bytes <= maxResponseBytes) break;
    fitted[position] = bare;
    bytes -= savedBytes;
  }
  return fitted;
}

function shorten(answer: Answer, position: number) {
  const bare: Answer = { recordId: answer.recordId, result: "ProcessingFailed" };
  return { position, bare, savedBytes: sizeBytes(answer) - sizeBytes(bare), isLoss: answer.result === "Ok" };
}

function inOrderOfSacrifice(a: ReturnType<typeof shorten>, b: ReturnType<typeof shorten>): number {
  return Number(a.isLoss) - Number(b.isLoss) || b.savedBytes - a.savedBytes;
}

/** What an answer takes at most, for next to nothing: an ordinary response is far from the limit and needs no measuring. */
function mostBytes({ recordId, data = "" }: Answer): number {
  return maxBytesBesides + maxBytesPerCharacter * recordId.length + data.length;
}

function sizeBytes(value: object): number {
  return Buffer.byteLength(JSON.stringify(value));
}
