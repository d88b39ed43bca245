/** AWS's words for when a buffer is full. */
interface BufferingHints {
  readonly SizeInMBs?: number;
  readonly IntervalInSeconds?: number;
}

/** The limits of a buffer from a destination's hints, 5 MiB and 300 s unless they say otherwise, as on AWS. */
export function bufferLimits({ SizeInMBs = 5, IntervalInSeconds = 300 }: BufferingHints = {}) {
  return { sizeBytes: SizeInMBs * 1024 * 1024, intervalMs: IntervalInSeconds * 1000 };
}
