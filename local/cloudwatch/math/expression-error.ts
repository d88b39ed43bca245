/** What is wrong with an expression, or with what it is applied to. */
export class ExpressionError extends Error {
  override readonly name = "ExpressionError";
}
