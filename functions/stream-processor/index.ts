import { BatchWriteItemCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
export const handler = () => [new DynamoDBClient({}), new S3Client({}), BatchWriteItemCommand, PutObjectCommand];
