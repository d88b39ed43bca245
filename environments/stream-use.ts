import type { Environment } from "./schema/environment";

/** Whether someone reads a stream by GetRecords, and so keeps on telling how old what is read is. */
export function isReadByPolling(environment: Environment, stream: string): boolean {
  const { processors, deliveries } = environment;
  return (
    Object.values(processors).some((processor) => processor.stream === stream && processor.consumer === undefined) ||
    Object.values(deliveries).some(({ source }) => source.kind === "stream" && source.stream === stream) ||
    isReadByJob(environment, stream)
  );
}

/** Whether a job reads a stream, which it does by GetRecords and without a pause. */
export function isReadByJob({ analytics }: Environment, stream: string): boolean {
  return Object.values(analytics).some(({ input }) => input === stream);
}

/** Whether a processor reads a stream through a consumer of it. */
export function isReadThrough({ processors }: Environment, stream: string, consumer: string): boolean {
  return Object.values(processors).some((processor) => processor.stream === stream && processor.consumer === consumer);
}

/** Whether a job puts what it could count in no result into a stream. */
export function isOfRejects({ analytics }: Environment, stream: string): boolean {
  return Object.values(analytics).some(({ rejects }) => rejects === stream);
}

/** Whether a job writes to a stream: its results, or its rejects. */
export function isFilledByJob({ analytics }: Environment, stream: string): boolean {
  return Object.values(analytics).some(({ output, rejects }) => output === stream || rejects === stream);
}
