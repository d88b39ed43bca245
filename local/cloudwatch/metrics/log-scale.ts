/** How far a percentile may lie from the value it stands for, as a share of it. */
export const percentileError = 0.01;

const logGamma = Math.log((1 + percentileError) / (1 - percentileError));
/** CloudWatch takes no values beyond 2^±360; what is smaller counts as zero. */
const minMagnitude = 2 ** -360;
/** The bucket of 1. */
const middle = 32_768;
const zeroBucket = 1;

/** The bucket of what has no place on the scale: values below zero, and those that only a statistic set tells of. */
export const noBucket = 0;

/** The bucket that a value falls into: the greater the value, the greater its number, which has 16 bits. */
export function bucketOf(value: number): number {
  if (value < 0) return noBucket;
  return value < minMagnitude ? zeroBucket : middle + Math.ceil(Math.log(value) / logGamma);
}

/** The value that stands for all of a bucket: none of them is further from it than `percentileError` says. */
export function middleOf(bucket: number): number {
  return bucket === zeroBucket ? 0 : Math.exp((bucket - middle) * logGamma) * (1 - percentileError);
}
