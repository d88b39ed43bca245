import { text } from "../../server/input-shape";

const word = "[a-zA-Z0-9_.-]+";

/** An application's name: AWS's own bounds, as for the shapes below. */
export const applicationName = text({ min: 1, max: 128, pattern: word });
/** The name of a snapshot. */
export const snapshotName = text({ min: 1, max: 256, pattern: word });
/** The id of a property group, of a VPC configuration or of a logging option. */
export const id = text({ min: 1, max: 50, pattern: word });
/** An ARN. */
export const arn = text({ min: 1, max: 2_048, pattern: "arn:.*" });
