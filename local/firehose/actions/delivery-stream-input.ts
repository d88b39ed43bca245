import { text } from "../../server/input-shape";

/** A delivery stream's name: AWS's own bounds, as for the shapes below. */
export const deliveryStreamName = text({ min: 1, max: 64, pattern: "[a-zA-Z0-9_.-]+" });
/** The kinds of sources that there are; those beyond the first two are not emulated. */
export const deliveryStreamTypes = ["DirectPut", "KinesisStreamAsSource", "MSKAsSource", "DatabaseAsSource"] as const;
/** A destination's id. */
export const destinationId = text({ min: 1, max: 100, pattern: "[a-zA-Z0-9-]+" });
