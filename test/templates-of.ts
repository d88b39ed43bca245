import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import type { Environment } from "../environments";
import { addStacks } from "../stacks/add-stacks";
import { codesOf } from "../stacks/function-codes";
import type { Template } from "./exactly-one";

/** A stack's name without its environment's. */
export type StackName =
  | "bootstrap"
  | "foundation"
  | "storage"
  | "streaming"
  | "processing"
  | "delivery"
  | "analytics"
  | "observability";

/** The stacks of an environment. */
export type Templates = Readonly<Record<StackName, Template>>;

/** The stacks of an environment, synthesized as {@link withStacksOf} does. */
export function templatesOf(environment: Environment): Templates {
  return withStacksOf(environment, (outDir, { stacks }) => {
    const templates = Object.values(stacks).map(({ name, synthesizedStackPath }) => {
      const json = readFileSync(join(outDir, synthesizedStackPath), "utf8");
      return [name.replace(new RegExp(`^${environment.name}-|-${environment.name}$`), ""), JSON.parse(json)];
    });
    return Object.fromEntries(templates) as Templates;
  });
}

/**
 * Uses the stacks of an environment, synthesized, validations included, in a folder that is gone afterwards; only the code
 * of functions and jobs is a stand-in, which no stack reads.
 */
export function withStacksOf<Result>(
  environment: Environment,
  use: (outDir: string, manifest: App["manifest"]) => Result,
): Result {
  const folder = mkdtempSync(join(tmpdir(), "weir-synth-"));
  try {
    const zipPath = join(folder, "code.zip");
    writeFileSync(zipPath, "code");
    const code = { zipPath, sha256Base64: "c2hhMjU2" };
    const codes = new Map(codesOf(environment).map((folder) => [folder, code]));
    const outDir = join(folder, "out");
    const app = new App({ outdir: outDir, stackTraces: false });
    addStacks(app, environment, codes, { path: join(folder, "weir-flink.jar"), sourcesHash: "0123456789abcdef" });
    app.synth();
    return use(outDir, app.manifest);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
