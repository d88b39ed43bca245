import { z } from "zod";
import type { ResolvedResource } from "../../local/terraform/stack";

/** The resources of a Terraform type. */
export function ofType(resources: readonly ResolvedResource[], type: string): ResolvedResource[] {
  return resources.filter((resource) => resource.type === type);
}

/** Reads an attribute, given or computed. */
function read<T>(schema: z.ZodType<T>, { address, attributes, computed }: ResolvedResource, name: string): T {
  const value = schema.safeParse(attributes[name] ?? computed[name]);
  if (value.success) return value.data;
  throw new Error(`${address}.${name}: ${z.prettifyError(value.error)}`);
}

/** Attributes of a resource by their type; each throws an Error that names an attribute which is of another. */
export const attribute = {
  text: (resource: ResolvedResource, name: string) => read(z.string(), resource, name),
  number: (resource: ResolvedResource, name: string) => read(z.number(), resource, name),
  optionalNumber: (resource: ResolvedResource, name: string) => read(z.number().optional(), resource, name),
  /** None where the attribute is absent. */
  texts: (resource: ResolvedResource, name: string) => read(z.array(z.string()).default([]), resource, name),
  /** A block, or a list of them; none where it is absent. */
  blocks: (resource: ResolvedResource, name: string) =>
    read(z.union([z.array(block), block.transform((one) => [one])]).default([]), resource, name),
};

const block = z.record(z.string(), z.unknown());
