import type { Template } from "./exactly-one";

/** A statement of a synthesized policy. */
export interface PolicyStatement {
  /** Where it stands: `<type>.<logical id>`. */
  readonly where: string;
  readonly Sid: string;
  readonly Effect: string;
  readonly Action: readonly string[];
  readonly Resource?: readonly string[];
  readonly Principal?: unknown;
  readonly Condition?: Record<string, Record<string, unknown>>;
}

/** Every statement of every policy of a stack, of whatever kind. */
export function statementsOf(template: Template): PolicyStatement[] {
  const resources = Object.entries(template.resource ?? {}).flatMap(([type, byId]) =>
    Object.entries(byId).map(([id, resource]) => ({ where: `${type}.${id}`, resource })),
  );
  return resources.flatMap(({ where, resource }) =>
    ["policy", "assume_role_policy"].flatMap((attribute) => {
      const json = resource[attribute];
      if (typeof json !== "string") return [];
      return (JSON.parse(json).Statement as Omit<PolicyStatement, "where">[]).map((statement) => ({
        where,
        ...statement,
      }));
    }),
  );
}
