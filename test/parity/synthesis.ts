import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import type { Template } from "../exactly-one";

/** What was synthesized. */
export interface Synthesis {
  /** The stacks by their names, without what names the tool that wrote them. */
  readonly stacks: Readonly<Record<string, Template>>;
  /** Digests of all other files, the functions' code among them, by path. */
  readonly assets: Readonly<Record<string, string>>;
}

/** Reads what CDKTF or CDK Terrain wrote into a folder. */
export function readSynthesis(outDir: string): Synthesis {
  const stacks: Record<string, Template> = {};
  const assets: Record<string, string> = {};
  for (const entry of readdirSync(outDir, { recursive: true, withFileTypes: true })) {
    // The manifest is for the tool's own CLI.
    if (!entry.isFile() || entry.name === "manifest.json") continue;
    const file = join(entry.parentPath, entry.name);
    const content = readFileSync(file);
    const path = relative(outDir, file);
    const [, stack] = /^stacks\/([^/]+)\/cdk\.tf\.json$/.exec(path) ?? [];
    if (stack) stacks[stack] = withoutTool(content.toString());
    else assets[path] = createHash("sha256").update(content).digest("hex");
  }
  return { stacks, assets };
}

/** The comment has the tool's version; and what one calls `aws`, the other spells out (`hashicorp/` is Terraform's default). */
function withoutTool(json: string): Template {
  const { "//": _, ...template } = JSON.parse(json) as Template;
  const { required_providers, ...terraform } = template["terraform"] as { required_providers: Providers };
  const providers = Object.entries(required_providers).map(([name, { source, version }]) => [
    name,
    { source: source.includes("/") ? source : `hashicorp/${source}`, version },
  ]);
  return { ...template, terraform: { ...terraform, required_providers: Object.fromEntries(providers) } };
}

type Providers = Record<string, { source: string; version: string }>;

/** Where Terraform keeps what it knows of each resource, data source and output: `<stack>: <address>`, in order. */
export function addressesOf({ stacks }: Synthesis): string[] {
  const addresses = Object.entries(stacks).flatMap(([stack, { resource = {}, data = {}, output = {} }]) => [
    ...identified(resource).map((address) => `${stack}: ${address}`),
    ...identified(data as Template["resource"]).map((address) => `${stack}: data.${address}`),
    ...Object.keys(output as object).map((name) => `${stack}: output.${name}`),
  ]);
  return addresses.sort();
}

function identified(byType: Template["resource"] = {}): string[] {
  return Object.entries(byType).flatMap(([type, byId]) => Object.keys(byId).map((id) => `${type}.${id}`));
}
