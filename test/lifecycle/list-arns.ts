import { callAws } from "./aws-cli";

const project = "kinesis-streaming";

/** Where to look. */
export interface Place {
  readonly endpoint: string;
  readonly region: string;
  readonly account: string;
  readonly environment: string;
}

/** The ARNs of all that AWS has of an environment's stacks, whatever Terraform knows of it. The bootstrap's is left out. */
export async function listArns(place: Place): Promise<string[]> {
  const arns = [...(await taggedArns(place)), ...(await streamArns(place)), ...(await iamArns(place))];
  const pending = await Promise.all(arns.map((arn) => isPendingDeletion(arn, place)));
  return arns.filter((_, index) => !pending[index]);
}

async function taggedArns({ endpoint, environment }: Place): Promise<string[]> {
  const filters = [
    { Key: "project", Values: [project] },
    { Key: "environment", Values: [environment] },
  ];
  const { ResourceTagMappingList } = (await callAws(endpoint, "resourcegroupstaggingapi get-resources", {
    "tag-filters": filters,
  })) as { ResourceTagMappingList: { ResourceARN: string; Tags: { Key: string; Value: string }[] }[] };
  return ResourceTagMappingList.filter(
    ({ Tags }) => !Tags.some(({ Key, Value }) => Key === "stack" && Value === "bootstrap"),
  ).map(({ ResourceARN }) => ResourceARN);
}

/** moto's search by tags knows no streams. */
async function streamArns({ endpoint, region, account }: Place): Promise<string[]> {
  const { StreamNames } = (await callAws(endpoint, "kinesis list-streams", {})) as { StreamNames: string[] };
  return StreamNames.map((name) => `arn:aws:kinesis:${region}:${account}:stream/${name}`);
}

/** AWS's search by tags knows no roles. */
async function iamArns({ endpoint, environment }: Place): Promise<string[]> {
  const { Roles } = (await callAws(endpoint, "iam list-roles", {})) as { Roles: { Arn: string }[] };
  const { Policies } = (await callAws(endpoint, "iam list-policies", { scope: "Local" })) as {
    Policies: { Arn: string }[];
  };
  return [...Roles, ...Policies].map(({ Arn }) => Arn).filter((arn) => !arn.includes(`/${project}-${environment}-ci-`));
}

/** KMS waits for days before it deletes a key. */
async function isPendingDeletion(arn: string, { endpoint }: Place): Promise<boolean> {
  if (!arn.startsWith("arn:aws:kms:")) return false;
  const { KeyMetadata } = (await callAws(endpoint, "kms describe-key", { "key-id": arn })) as {
    KeyMetadata: { KeyState: string };
  };
  return KeyMetadata.KeyState === "PendingDeletion";
}
