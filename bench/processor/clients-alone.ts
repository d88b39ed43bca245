import { BatchWriteItemCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";

/** What of the SDK the processor uses, without a processor around it. */
export const alone = [new DynamoDBClient({ maxAttempts: 1 }), new S3Client(), BatchWriteItemCommand, PutObjectCommand];
