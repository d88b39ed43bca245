/** What synth wrote can't be read: nothing was synthesized, or not this environment, or a file is damaged. */
export class TerraformReadError extends Error {
  override readonly name: string = "TerraformReadError";
}

/** Where in an environment an expression stands. */
export interface ExpressionLocation {
  /** The stack's id: `dev-storage`. */
  readonly stack: string;
  /** What holds the expression, as Terraform writes it: `aws_s3_bucket.Lake`, `local.tags`, `output.arn`. */
  readonly holder: string;
  /** The path of the attribute inside its holder (`statement[0].resources`), empty where the holder is the value. */
  readonly attribute: string;
}

/** An expression of the synthesized Terraform that the reader can't resolve: where it stands, and why. */
export class TerraformExpressionError extends TerraformReadError {
  override readonly name = "TerraformExpressionError";

  /**
   * @param expression as it stands in cdk.tf.json
   * @param reason why it has no value: `there is no function "foo"; …`
   */
  constructor(
    readonly location: ExpressionLocation,
    readonly expression: string,
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    const attribute = location.attribute && `, attribute ${location.attribute}`;
    super(
      `${location.stack}: ${location.holder}${attribute}: can't resolve ${shortened(expression)}: ${reason}`,
      options,
    );
  }
}

/** A policy may be long, and one bad character in it is found without all of it. */
function shortened(expression: string): string {
  return expression.length > 200 ? `${expression.slice(0, 200)}…` : expression;
}

/** Why an expression has no value, where the place that it stands in is not known yet. */
export class EvaluationError extends Error {
  override readonly name = "EvaluationError";
}
