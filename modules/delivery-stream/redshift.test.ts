import { deliveryTemplate, roleArn } from "../../test/delivery-template";
import { type RedshiftDestinationProps, redshiftDestination } from "./redshift";

const secretArn = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:redshift-AbCdEf";
const bucketArn = "arn:aws:s3:::failures";
const intermediate = {
  bucketArn,
  prefix: "deliveries/redshift/intermediate/",
  compression: "gzip",
  bufferMebibytes: 128,
  bufferSeconds: 300,
} as const;

function redshift(changes: Partial<RedshiftDestinationProps> = {}) {
  const { resource, permissions, construct } = deliveryTemplate(
    redshiftDestination({
      jdbcUrl: "jdbc:redshift://cluster.abc.eu-west-1.redshift.amazonaws.com:5439/db",
      secretArn,
      databaseTable: "public.events",
      columns: [],
      copyOptions: "JSON 'auto' GZIP",
      retrySeconds: 3_600,
      transform: undefined,
      intermediate,
      ...changes,
    }),
  );
  return { resource, permissions, construct, block: resource["redshift_configuration"] };
}

it("states all that AWS requires, the password standing in no state", () => {
  const { resource, block } = redshift();
  expect(resource).toMatchObject({ destination: "redshift" });
  expect(block).toMatchObject({
    role_arn: roleArn,
    cluster_jdbcurl: "jdbc:redshift://cluster.abc.eu-west-1.redshift.amazonaws.com:5439/db",
    secrets_manager_configuration: { enabled: true, secret_arn: secretArn, role_arn: roleArn },
    data_table_name: "public.events",
    copy_options: "JSON 'auto' GZIP",
    retry_duration: 3_600,
    s3_configuration: {
      role_arn: roleArn,
      bucket_arn: bucketArn,
      prefix: "deliveries/redshift/intermediate/",
      buffering_size: 128,
      buffering_interval: 300,
      compression_format: "GZIP",
    },
  });
  for (const credential of ["username", "password"]) expect(block).not.toHaveProperty(credential);
});

it("states no error prefix, which Redshift takes none of", () => {
  expect(JSON.stringify(redshift({ sourceBackup: intermediate }).block)).not.toContain("error_output_prefix");
});

it("hands COPY's options on to the letter, though they look like an expression of Terraform", () => {
  expect(redshift({ copyOptions: `NULL AS '\${x}'` }).block).toMatchObject({ copy_options: `NULL AS '$\${x}'` });
});

it("names the columns that the data has, in their order, or none for all of the table's", () => {
  expect(redshift({ columns: ["user_id", "event_id"] }).block).toMatchObject({
    data_table_columns: "user_id,event_id",
  });
  expect(redshift().block).not.toHaveProperty("data_table_columns");
});

it("keeps the source too, where that is asked for", () => {
  expect(redshift().block).not.toHaveProperty("s3_backup_mode");
  expect(redshift({ sourceBackup: { ...intermediate, prefix: "source/" } }).block).toMatchObject({
    s3_backup_mode: "Enabled",
    s3_backup_configuration: { prefix: "source/", role_arn: roleArn },
  });
});

it("has a role that reads the secret, and writes to the bucket that COPY reads", () => {
  const { permissions } = redshift();
  expect(permissions["ReadSecret"]).toMatchObject({
    Action: ["secretsmanager:GetSecretValue"],
    Resource: [secretArn],
  });
  expect(permissions["WriteObjects"]).toMatchObject({ Resource: [`${bucketArn}/*`] });
});

it("is watched by the age of what is not in S3 yet, and by COPY", () => {
  expect(redshift().construct.metrics).toMatchObject({
    dataFreshness: { name: "DeliveryToS3.DataFreshness" },
    deliverySuccess: { name: "DeliveryToRedshift.Success" },
  });
});
