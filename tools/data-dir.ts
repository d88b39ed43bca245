import { join } from "node:path";

/** What runs on this machine keep. Beside the sources, so that a run finds it, wherever it is started from. */
export const dataDir = join(__dirname, "..", ".weir");

/** Of these, the local buckets: a folder each, with a file for each object. */
export const s3Dir = join(dataDir, "s3");

/**
 * What Terraform keeps on this machine: its providers, and the states that have no bucket yet. Not in {@link dataDir},
 * which `weir up` empties.
 */
export const terraformDir = join(__dirname, "..", ".weir-terraform");
