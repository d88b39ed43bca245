import { AwsError } from "../../aws-error";
import { type Infer, integer, structure, text } from "../../server/input-shape";
import type { Application } from "../application";
import { invalidArgument } from "../invalid-argument";

/** Which version of an application a change is made to. */
export const versionMembers = {
  CurrentApplicationVersionId: integer({ min: 1, max: 999_999_999 }),
  ConditionalToken: text({ min: 1, max: 512, pattern: "[a-zA-Z0-9-_+/=]+" }),
};

const given = structure({}, versionMembers);

/**
 * @throws AwsError `ConcurrentModificationException` when another update came between, `InvalidArgumentException` when
 *   neither the version nor its token is given
 */
export function checkVersion({ name, version }: Application, input: Infer<typeof given>): void {
  const { CurrentApplicationVersionId: id, ConditionalToken: token } = input;
  if (id === undefined && token === undefined) {
    throw invalidArgument("You must provide the CurrentApplicationVersionId or the ConditionalToken.");
  }
  if ((id ?? version.id) === version.id && (token ?? version.conditionalToken) === version.conditionalToken) return;
  throw new AwsError(
    "ConcurrentModificationException",
    `Application ${name} is at version ${version.id} by now: describe it, and try again.`,
  );
}
