import { ListObjectsV2Command, paginateListObjectsV2, type S3Client } from "@aws-sdk/client-s3";

/**
 * Lists what Lambda wrote of the batches that a mapping gave up since a time, oldest first: keys are
 * `aws/lambda/<mapping>/<shard>/YYYY/MM/DD/YYYY-MM-DDTHH.MM.SS-<UUID>` ("Retain discarded records"), so that older ones
 * need not be looked through.
 */
export async function listFailedBatches(
  client: S3Client,
  Bucket: string,
  mapping: string,
  sinceMs: number,
): Promise<string[]> {
  const second = new Date(sinceMs).toISOString().slice(0, 19);
  const since = `${second.slice(0, 10).replaceAll("-", "/")}/${second.replaceAll(":", ".")}`;
  const shards = await client.send(
    new ListObjectsV2Command({ Bucket, Prefix: `aws/lambda/${mapping}/`, Delimiter: "/" }),
  );
  const ofShards = (shards.CommonPrefixes ?? []).map(async ({ Prefix = "" }) => {
    const keys: string[] = [];
    for await (const page of paginateListObjectsV2({ client }, { Bucket, Prefix, StartAfter: `${Prefix}${since}` })) {
      keys.push(...(page.Contents ?? []).map(({ Key = "" }) => Key));
    }
    return keys;
  });
  const timeOf = (key: string) => key.slice(key.lastIndexOf("/") + 1);
  const keys = (await Promise.all(ofShards)).flat();
  return keys.sort((one, other) => (timeOf(one) < timeOf(other) ? -1 : 1));
}
