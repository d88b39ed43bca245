import type { Processor, ProcessorParameterName } from "@aws-sdk/client-firehose";

/** What a processor's configuration says; undefined where it says nothing. */
export function processorParameter({ Parameters }: Processor, name: ProcessorParameterName): string | undefined {
  return Parameters?.find(({ ParameterName }) => ParameterName === name)?.ParameterValue;
}
