/** A resource as Terraform's JSON has it. */
export type Resource = Readonly<Record<string, unknown>>;

/** A stack as Terraform's JSON has it: resources by type and logical id. */
export interface Template {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Resource>>>>;
  readonly [section: string]: unknown;
}

/**
 * The one resource of a type, or the one of these that `matches`.
 * @throws Error unless there is exactly one.
 */
export function exactlyOne(template: Template, type: string, matches?: (resource: Resource) => boolean): Resource {
  const all = Object.values(template.resource?.[type] ?? {});
  const [first, ...others] = matches ? all.filter(matches) : all;
  if (first && others.length === 0) return first;
  const count = first ? others.length + 1 : 0;
  throw new Error(`expected exactly one ${type}${matches ? ` that ${matches}` : ""}, found ${count} of ${all.length}`);
}
