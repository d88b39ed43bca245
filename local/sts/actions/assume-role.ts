import { readInput, structure, text } from "../../server/input-shape";
import { type CredentialSources, durationSeconds, temporaryCredentials } from "../temporary-credentials";

const shape = structure(
  {
    RoleArn: text({ min: 20, max: 2_048, pattern: "arn:aws:iam::\\d{12}:role/.+" }),
    RoleSessionName: text({ min: 2, max: 64, pattern: "[\\w+=,.@-]*" }),
  },
  { DurationSeconds: durationSeconds(43_200) },
);

const defaultSeconds = 3_600;

/** Gives credentials for a role, which need not be there: roles are taken as given. */
export function assumeRole(sources: CredentialSources, input: unknown) {
  const { RoleArn, RoleSessionName, DurationSeconds = defaultSeconds } = readInput(shape, input);
  const accountId = RoleArn.split(":")[4];
  // A role's path is no part of its session's ARN.
  const role = RoleArn.split("/").at(-1);
  const credentials = temporaryCredentials(sources, DurationSeconds);
  return {
    Credentials: credentials,
    AssumedRoleUser: {
      AssumedRoleId: `${credentials.AccessKeyId.replace("ASIA", "AROA")}:${RoleSessionName}`,
      Arn: `arn:aws:sts::${accountId}:assumed-role/${role}/${RoleSessionName}`,
    },
  };
}
