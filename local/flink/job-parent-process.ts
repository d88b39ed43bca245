import { jobSpec, startFlink } from "./flink-fixture";

/** Runs a job in a process that a test may kill: prints a line when the job runs. */
async function main(dataDir: string): Promise<void> {
  const { startJob } = await startFlink(dataDir);
  await startJob(jobSpec()).running;
  console.log("running");
}

void main(process.argv[2] ?? "");
