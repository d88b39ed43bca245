import { deliveryTemplate, roleArn } from "../../test/delivery-template";
import { type SplunkDestinationProps, splunkDestination } from "./splunk";

const tokenSecretArn = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:splunk-AbCdEf";
const backup = {
  mode: "failed",
  bucketArn: "arn:aws:s3:::failures",
  prefix: "deliveries/splunk/source/",
  errorPrefix: "deliveries/splunk/failed/!{firehose:error-output-type}/",
  compression: "gzip",
  bufferMebibytes: 5,
  bufferSeconds: 300,
} as const;

function splunk(changes: Partial<SplunkDestinationProps> = {}) {
  const { resource, permissions, construct } = deliveryTemplate(
    splunkDestination({
      hecEndpoint: "https://splunk.example.com:8088",
      hecEndpointType: "raw",
      tokenSecretArn,
      acknowledgmentTimeoutSeconds: 200,
      bufferMebibytes: 3,
      bufferSeconds: 30,
      retrySeconds: 300,
      transform: undefined,
      backup,
      ...changes,
    }),
  );
  return { resource, permissions, construct, block: resource["splunk_configuration"] };
}

it("states all that AWS requires, the token standing in no state", () => {
  const { resource, block } = splunk();
  expect(resource).toMatchObject({ destination: "splunk" });
  expect(block).toMatchObject({
    hec_endpoint: "https://splunk.example.com:8088",
    hec_endpoint_type: "Raw",
    hec_acknowledgment_timeout: 200,
    secrets_manager_configuration: { enabled: true, secret_arn: tokenSecretArn, role_arn: roleArn },
    buffering_size: 3,
    buffering_interval: 30,
    retry_duration: 300,
    s3_backup_mode: "FailedEventsOnly",
    s3_configuration: {
      role_arn: roleArn,
      bucket_arn: backup.bucketArn,
      prefix: backup.prefix,
      error_output_prefix: backup.errorPrefix,
    },
  });
  for (const absent of ["hec_token", "role_arn"]) expect(block).not.toHaveProperty(absent);
});

it("is given the address to the letter, though it look like an expression of Terraform", () => {
  const hecEndpoint = `https://splunk.example.com/\${a}`;
  expect(splunk({ hecEndpoint }).block).toMatchObject({ hec_endpoint: `https://splunk.example.com/$\${a}` });
});

it("may send events in the collector's own form, and keep all of them", () => {
  expect(splunk({ hecEndpointType: "event", backup: { ...backup, mode: "all" } }).block).toMatchObject({
    hec_endpoint_type: "Event",
    s3_backup_mode: "AllEvents",
  });
});

it("names the role that its transform is invoked with, and the buffer where it is not Splunk's default", () => {
  const functionArn = "arn:aws:lambda:eu-west-1:123456789012:function:f";
  const transform = { functionArn, bufferMebibytes: 1, bufferSeconds: 60, retries: 3 };
  expect(splunk({ transform }).block).toMatchObject({
    processing_configuration: {
      enabled: true,
      processors: [
        {
          type: "Lambda",
          parameters: [
            { parameter_name: "LambdaArn", parameter_value: `${functionArn}:$LATEST` },
            { parameter_name: "RoleArn", parameter_value: roleArn },
            { parameter_name: "BufferSizeInMBs", parameter_value: "1" },
          ],
        },
      ],
    },
  });
});

it("has a role that reads the token and writes the backup", () => {
  const { permissions } = splunk();
  expect(permissions["ReadSecret"]).toMatchObject({
    Action: ["secretsmanager:GetSecretValue"],
    Resource: [tokenSecretArn],
  });
  expect(permissions["WriteObjects"]).toMatchObject({ Resource: [`${backup.bucketArn}/deliveries/*`] });
});

it("is watched by the age of what Splunk has not got yet", () => {
  expect(splunk().construct.metrics).toMatchObject({
    dataFreshness: { name: "DeliveryToSplunk.DataFreshness" },
    deliverySuccess: { name: "DeliveryToSplunk.Success" },
  });
});
