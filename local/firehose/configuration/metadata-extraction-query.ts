import type { ProcessingConfiguration } from "@aws-sdk/client-firehose";
import { createMetadataExtraction } from "../processing/metadata-extraction";
import { processorParameter } from "../processing/processor-parameter";

/** @throws AwsError `InvalidArgumentException` for a MetadataExtractionQuery that jq can't compile */
export async function checkMetadataExtractionQuery({ Processors = [] }: ProcessingConfiguration = {}): Promise<void> {
  for (const processor of Processors) {
    const query = processorParameter(processor, "MetadataExtractionQuery");
    if (query !== undefined) await createMetadataExtraction(query);
  }
}
