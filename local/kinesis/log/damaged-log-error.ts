/** Bytes of a kept log that are not what was written. */
export class DamagedLogError extends Error {
  /** @param offset of the first frame that can't be read */
  constructor(path: string, offset: number, reason: string) {
    super(
      `${path} is damaged at byte ${offset}: ${reason}. Put a sound copy of the file back, ` +
        "or start without --keep, which deletes what is kept",
    );
    this.name = "DamagedLogError";
  }
}
