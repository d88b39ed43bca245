import { text } from "../fields";

/** A secret of Secrets Manager: a credential never stands in a file or in Terraform's state. */
export const secretArn = text(
  /^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:[\w/+=.@-]+$/,
  "the ARN of a secret of Secrets Manager",
);
