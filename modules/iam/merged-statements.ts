import type { Statement } from "./policy-document";

interface Merged {
  readonly services: Set<string>;
  readonly Action: string[];
  readonly Resource: string[];
}

/**
 * Statements that allow the very same in fewer characters, which IAM counts. Those of different services are put into
 * one: an action is only ever on resources of its own service. What has a condition, denies, or is about all resources
 * stays as it is.
 */
export function mergedStatements(statements: readonly Statement[]): Statement[] {
  const merged: Merged[] = [];
  const others: Statement[] = [];
  for (const statement of statements) {
    const service = onlyService(statement);
    if (service === undefined) others.push(statement);
    else {
      let into = merged.find(({ services }) => !services.has(service));
      if (!into) {
        into = { services: new Set(), Action: [], Resource: [] };
        merged.push(into);
      }
      into.services.add(service);
      into.Action.push(...statement.Action);
      into.Resource.push(...(statement.Resource ?? []));
    }
  }
  return [...merged.map(({ Action, Resource }, at) => ({ Sid: `Merged${at + 1}`, Action, Resource })), ...others];
}

/** The service that all actions and resources of a statement are of, where it says nothing else. */
function onlyService({ Effect = "Allow", Principal, Action, Resource = [], Condition }: Statement): string | undefined {
  if (Effect === "Deny" || Principal || Condition || Resource.length === 0) return undefined;
  const services = new Set([
    ...Action.map((action) => action.split(":")[0]),
    ...Resource.map((arn) => arn.split(":")[2]),
  ]);
  return services.size === 1 ? [...services][0] : undefined;
}
