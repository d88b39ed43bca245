/**
 * A moment in an answer, seconds since the epoch. Whole ones: who deletes an application or a snapshot says since when it
 * exists, and clients such as Terraform remember no more than the second.
 */
export function seconds(ms: number): number {
  return Math.floor(ms / 1_000);
}
