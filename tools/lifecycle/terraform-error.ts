/** A run of Terraform that failed; the message is all that it had to say. */
export class TerraformError extends Error {
  override readonly name = "TerraformError";
}
