import { AwsError } from "../../aws-error";
import type { Application } from "../application";
import type { ManagedFlink } from "../managed-flink";

/** The application that a tag operation is about. @throws AwsError `ResourceNotFoundException` */
export function taggedApplication({ applications }: ManagedFlink, arn: string): Application {
  const application = applications.list().find((candidate) => candidate.arn === arn);
  if (application) return application;
  throw new AwsError("ResourceNotFoundException", `Resource ${arn} does not exist.`);
}
