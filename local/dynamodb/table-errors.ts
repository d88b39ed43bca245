import { AwsError } from "../aws-error";

/** What DynamoDB answers to input that it can't take. */
export function validationError(message: string): AwsError {
  return new AwsError("com.amazon.coral.validate#ValidationException", message);
}

/** An error of DynamoDB's own, such as `ResourceNotFoundException`. */
export function dynamoDbError(code: string, message: string): AwsError {
  return new AwsError(`com.amazonaws.dynamodb.v20120810#${code}`, message);
}
