/** HTTP endpoints have three minutes to answer; AWS names no limit for the others, which get the same. */
export const answerTimeoutMs = 3 * 60_000;
