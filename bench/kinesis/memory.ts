import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What a process puts. */
export interface MemoryJob {
  /** For records beyond memory. */
  readonly folder: string;
  /** Of 200 bytes. */
  readonly records: number;
  readonly keeps: boolean;
  /** Whether a reader follows in each shard. */
  readonly reads: boolean;
}

/** What it took. */
export interface MemoryScore {
  /** Every 100,000 records. */
  readonly residentMb: readonly number[];
}

const records = 5_000_000;

/** Puts 5 million records of 200 bytes into an engine without limits, three ways: what memory that takes. */
export function measureMemory() {
  return {
    "while nobody reads": row({ keeps: false, reads: false }),
    "while a reader follows": row({ keeps: false, reads: true }),
    "while nobody reads, with --keep": row({ keeps: true, reads: false }),
  };
}

function row(ways: Pick<MemoryJob, "keeps" | "reads">) {
  const { residentMb } = score(ways);
  const lastMillion = residentMb.slice(-10);
  const growth = Math.max(...lastMillion) - Math.max(...residentMb.slice(-20, -10));
  return {
    "most resident memory (MB)": Math.max(...residentMb).toFixed(0),
    bar: "< 400",
    "more in the last million than in the one before (MB)": growth.toFixed(0),
    "bar ": "flat",
  };
}

/** In a process of its own. */
function score(ways: Pick<MemoryJob, "keeps" | "reads">): MemoryScore {
  const folder = mkdtempSync(join(tmpdir(), "weir-bench-memory-"));
  try {
    const job: MemoryJob = { folder, records, ...ways };
    const program = ["--import", "tsx", join(__dirname, "put-millions.ts"), JSON.stringify(job)];
    const child = spawnSync(process.execPath, program, { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
    if (child.status !== 0) throw new Error(`put-millions.ts ended with exit code ${child.status}`);
    return JSON.parse(child.stdout) as MemoryScore;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
