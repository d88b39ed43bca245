import type { Statement } from "../iam/policy-document";

/** Terraform's `secrets_manager_configuration`: credentials are read when they are used, and in no state. */
export function secretConfiguration(secretArn: string, roleArn: string) {
  return { enabled: true, secretArn, roleArn };
}

/** What the role needs to read the secret. */
export function secretStatements(secretArn: string): Statement[] {
  return [{ Sid: "ReadSecret", Action: ["secretsmanager:GetSecretValue"], Resource: [secretArn] }];
}
