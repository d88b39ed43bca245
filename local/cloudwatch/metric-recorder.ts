/** A dimension's value by its name, exactly as AWS's service emits it. */
export type Dimensions = Readonly<Record<string, string>>;

/** One metric of one resource, for the engine that emits it. */
export interface Metric {
  /**
   * Adds a value at the clock's time.
   * @param count how many times the value was seen @default 1
   */
  record(value: number, count?: number): void;
}

/** Where engines tell what they do, in AWS's names. */
export interface MetricRecorder {
  /**
   * The metric of that namespace, name and dimensions. A hot path asks for it once.
   * @param namespace such as `AWS/Kinesis`
   * @param unit CloudWatch's, such as `Count`
   */
  metric(namespace: string, name: string, dimensions: Dimensions, unit: string): Metric;
  /**
   * Calls `sample` four times in each of the clock's minutes, for what is a state and no event (an age, a queue's length);
   * the returned function ends that.
   */
  onSample(sample: () => void): () => void;
}
