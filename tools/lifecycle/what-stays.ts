import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { State } from "./remote-state";
import type { Stack } from "./stacks";

/** A resource that a destroy leaves. */
export interface Staying {
  readonly address: string;
  /** The protected resource that can't be without it; absent when it is one itself. */
  readonly neededBy?: string;
}

/** The addresses of a stack's resources that Terraform refuses to destroy (`lifecycle.prevent_destroy`). */
export async function readProtected({ folder }: Stack): Promise<Set<string>> {
  const { resource = {} } = JSON.parse(await readFile(join(folder, "cdk.tf.json"), "utf8")) as Template;
  const ofType = ([type, resources]: [string, Resources]) =>
    Object.entries(resources).flatMap(([name, { lifecycle }]) =>
      lifecycle?.prevent_destroy === true ? [`${type}.${name}`] : [],
    );
  return new Set(Object.entries(resource).flatMap(ofType));
}

interface Template {
  readonly resource?: Record<string, Resources>;
}

type Resources = Record<string, { readonly lifecycle?: { readonly prevent_destroy?: boolean } }>;

/** What a destroy leaves of a state: what is protected, and whatever that depends on. */
export function whatStays({ resources }: State, isProtected: ReadonlySet<string>): Staying[] {
  const managed = resources.filter(({ mode }) => mode === "managed");
  const staying = new Map<string, Staying>();
  for (const { type, name, instances } of managed) {
    const address = `${type}.${name}`;
    if (!isProtected.has(address)) continue;
    staying.set(address, { address });
    // Terraform notes in a state what each resource depends on, also by way of others.
    for (const needed of instances.flatMap(({ dependencies = [] }) => dependencies)) {
      if (!isProtected.has(needed)) staying.set(needed, { address: needed, neededBy: address });
    }
  }
  return managed.flatMap(({ type, name }) => staying.get(`${type}.${name}`) ?? []);
}

/**
 * The addresses that a destroy is aimed at. Terraform destroys what depends on a target as well, and none of what stays
 * does: else it would be needed by it.
 */
export function whatGoes({ resources }: State, staying: readonly Staying[]): string[] {
  const stays = new Set(staying.map(({ address }) => address));
  return resources
    .filter(({ mode }) => mode === "managed")
    .map(({ type, name }) => `${type}.${name}`)
    .filter((address) => !stays.has(address));
}
