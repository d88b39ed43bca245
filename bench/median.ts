/** The middle of an odd number of measurements; of an even number, the higher of the two middle ones. */
export function median(values: readonly number[]): number {
  const middle = [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
  if (middle === undefined) throw new Error("the median of nothing was asked for: measure at least once");
  return middle;
}
