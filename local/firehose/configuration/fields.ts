import { flag, integer, structure, text } from "../../server/input-shape";

// Lengths, ranges and patterns here and in the files beside are those of AWS's own API model.

/** An IAM role's ARN. */
export const roleArn = text({ min: 1, max: 512, pattern: "arn:.*:iam::\\d{12}:role/[a-zA-Z_0-9+=,.@\\-_/]+" });
/** A KMS key's ARN, or an alias's. */
export const kmsKeyArn = text({
  min: 1,
  max: 512,
  pattern: "arn:.*:kms:[a-zA-Z0-9\\-]+:\\d{12}:(key|alias)/[a-zA-Z_0-9+=,.@\\-_/]+",
});
/** A text with something in it. */
export const notBlank = text({ min: 1, max: 1024, pattern: "^(?!\\s*$).+" });
/** A word. */
export const noWhitespace = text({ min: 1, max: 1024, pattern: "^\\S+$" });

/**
 * Beside https, which is all that AWS takes: a listener on this machine needs no certificate here.
 * AWS refuses it, so no environment that can be deployed has it.
 */
export const loopbackHttp = "http://(localhost|127\\.0\\.0\\.1|\\[::1\\])([:/].*)?";

/** Where errors of delivery are logged. */
export const loggingOptions = structure(
  {},
  {
    Enabled: flag,
    LogGroupName: text({ max: 512, pattern: "[\\.\\-_/#A-Za-z0-9]*" }),
    LogStreamName: text({ max: 512, pattern: "[^:*]*" }),
  },
);

/** How long a destination is tried. */
export const retryOptions = structure({}, { DurationInSeconds: integer({ min: 0, max: 7200 }) });

/** A secret in Secrets Manager instead of one in the configuration. */
export const secretsManagerConfiguration = structure(
  { Enabled: flag },
  {
    SecretARN: text({
      min: 1,
      max: 2048,
      pattern: "arn:.*:secretsmanager:[a-zA-Z0-9\\-]+:\\d{12}:secret:[a-zA-Z0-9\\-/_+=.@!]+",
    }),
    RoleARN: roleArn,
  },
);

/** When a buffer is full; AWS's greatest values differ by destination. */
export function bufferingHints(max: { mebibytes: number; seconds: number }) {
  return structure(
    {},
    {
      SizeInMBs: integer({ min: 1, max: max.mebibytes }),
      IntervalInSeconds: integer({ min: 0, max: max.seconds }),
    },
  );
}
