/** Measurements in order: the one below which such a part of them lies, 0 to 1. */
export function quantile(values: readonly number[], part: number): number {
  const value = [...values].sort((a, b) => a - b)[Math.floor(part * (values.length - 1))];
  if (value === undefined) throw new Error("a quantile of nothing was asked for: measure at least once");
  return value;
}
