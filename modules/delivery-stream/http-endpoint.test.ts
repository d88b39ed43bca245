import { deliveryTemplate, roleArn } from "../../test/delivery-template";
import { type HttpEndpointDestinationProps, httpEndpointDestination } from "./http-endpoint";

const accessKeySecretArn = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:endpoint-AbCdEf";
const backup = {
  mode: "failed",
  bucketArn: "arn:aws:s3:::failures",
  prefix: "deliveries/http/source/",
  errorPrefix: "deliveries/http/failed/!{firehose:error-output-type}/",
  compression: "gzip",
  bufferMebibytes: 5,
  bufferSeconds: 300,
} as const;

function httpEndpoint(changes: Partial<HttpEndpointDestinationProps> = {}) {
  const { resource, permissions, construct } = deliveryTemplate(
    httpEndpointDestination({
      url: "https://in.example.com/events",
      name: "Example",
      accessKeySecretArn,
      contentEncoding: "gzip",
      commonAttributes: { team: "events", stage: "test" },
      bufferMebibytes: 4,
      bufferSeconds: 60,
      retrySeconds: 120,
      transform: undefined,
      backup,
      ...changes,
    }),
  );
  return { resource, permissions, construct, block: resource["http_endpoint_configuration"] };
}

it("states all that AWS requires, the access key standing in no state", () => {
  const { resource, block } = httpEndpoint();
  expect(resource).toMatchObject({ destination: "http_endpoint" });
  expect(block).toMatchObject({
    role_arn: roleArn,
    url: "https://in.example.com/events",
    name: "Example",
    secrets_manager_configuration: { enabled: true, secret_arn: accessKeySecretArn, role_arn: roleArn },
    request_configuration: {
      content_encoding: "GZIP",
      common_attributes: [
        { name: "team", value: "events" },
        { name: "stage", value: "test" },
      ],
    },
    buffering_size: 4,
    buffering_interval: 60,
    retry_duration: 120,
    s3_backup_mode: "FailedDataOnly",
    s3_configuration: {
      role_arn: roleArn,
      bucket_arn: backup.bucketArn,
      prefix: backup.prefix,
      error_output_prefix: backup.errorPrefix,
    },
  });
  expect(block).not.toHaveProperty("access_key");
});

it("may send no access key, plain JSON, and keep all that it sends", () => {
  const { block, permissions } = httpEndpoint({
    accessKeySecretArn: undefined,
    contentEncoding: "none",
    backup: { ...backup, mode: "all" },
  });
  expect(block).toMatchObject({ request_configuration: { content_encoding: "NONE" }, s3_backup_mode: "AllData" });
  expect(block).not.toHaveProperty("secrets_manager_configuration");
  expect(permissions).not.toHaveProperty("ReadSecret");
});

it("is told what it is told to the letter, though that look like an expression of Terraform", () => {
  const changes = { url: `https://in.example.com/\${a}`, name: "%{b}", commonAttributes: { [`\${c}`]: `\${d}` } };
  expect(httpEndpoint(changes).block).toMatchObject({
    url: `https://in.example.com/$\${a}`,
    name: "%%{b}",
    request_configuration: { common_attributes: [{ name: `$\${c}`, value: `$\${d}` }] },
  });
});

it("has a role that reads the access key and writes the backup", () => {
  const { permissions } = httpEndpoint();
  expect(permissions["ReadSecret"]).toMatchObject({
    Action: ["secretsmanager:GetSecretValue"],
    Resource: [accessKeySecretArn],
  });
  expect(permissions["WriteObjects"]).toMatchObject({ Resource: [`${backup.bucketArn}/deliveries/*`] });
});

it("is watched by the age of what the endpoint has not taken yet", () => {
  expect(httpEndpoint().construct.metrics).toMatchObject({
    dataFreshness: { name: "DeliveryToHttpEndpoint.DataFreshness" },
    deliverySuccess: { name: "DeliveryToHttpEndpoint.Success" },
  });
});
