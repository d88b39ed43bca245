import type { Processor } from "@aws-sdk/client-firehose";
import type { DestinationSettings } from "../delivery-stream-settings";
import { bufferLimits } from "./buffer-limits";
import type { S3Place } from "./s3-writer";

/** What of a destination's settings is the same whatever its kind. */
export interface DestinationLayout {
  /** Of the buffers whose content goes to the destination. */
  readonly limits: ReturnType<typeof bufferLimits>;
  readonly processors: readonly Processor[];
  /** Where objects of data go: absent where the destination is no place in S3. */
  readonly objects?: S3Place;
  /** Where records go that can't be delivered. */
  readonly errors: S3Place;
  /** Where all records go as they came, if they are backed up. */
  readonly backup?: S3Place;
}

/** Reads what the settings of all destinations have, each in its own words. */
export function destinationLayout(settings: DestinationSettings): DestinationLayout {
  switch (settings.kind) {
    case "s3": {
      const { description } = settings;
      return {
        ...common(description),
        objects: description,
        errors: description,
        backup: description.S3BackupMode === "Enabled" ? description.S3BackupDescription : undefined,
      };
    }
    case "redshift": {
      const { description } = settings;
      const objects = required(description.S3DestinationDescription);
      return {
        ...common({ ...description, BufferingHints: objects.BufferingHints }),
        objects,
        errors: objects,
        backup: description.S3BackupMode === "Enabled" ? description.S3BackupDescription : undefined,
      };
    }
    default: {
      const { description } = settings;
      const errors = required(description.S3DestinationDescription);
      // AllData, AllDocuments, AllEvents; the other modes are of failed records alone.
      const backup = description.S3BackupMode?.startsWith("All") ? errors : undefined;
      return { ...common(description), errors, backup };
    }
  }
}

function common({ BufferingHints, ProcessingConfiguration }: CommonDescription) {
  const processors = ProcessingConfiguration?.Enabled ? (ProcessingConfiguration.Processors ?? []) : [];
  return { limits: bufferLimits(BufferingHints), processors };
}

type CommonDescription = Pick<S3Place, "ProcessingConfiguration"> & {
  readonly BufferingHints?: Parameters<typeof bufferLimits>[0];
};

function required<Description>(description: Description | undefined): Description {
  if (description) return description;
  throw new Error("the destination has no S3DestinationDescription, which AWS requires of it");
}
