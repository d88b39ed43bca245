import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { loadEnvironment } from "../environments";

const root = join(__dirname, "..");

function weirEnv(...args: string[]) {
  return spawnSync(process.execPath, [join(root, "bin", "weir.js"), "env", ...args], { cwd: root, encoding: "utf8" });
}

describe("weir env", () => {
  it("shows what an environment stands for, dev unless told otherwise", () => {
    const { status, stdout } = weirEnv();
    expect(status).toBe(0);
    expect(stdout).toContain("kinesis-streaming-dev-data-stream");
    expect(stdout).toContain("a placeholder: set your account in its file");
    expect(stdout).toMatch(
      /delivery +kinesis-streaming-dev-delivery-stream +data-stream → data-transform → lake data\/events\/day=/,
    );
    expect(stdout).toMatch(
      /analytics +kinesis-streaming-dev-analytics +data-stream → event-aggregates\.sql → event-aggregates, analytics-rejects, 2 at once/,
    );
    expect(stdout).toMatch(/lake table +kinesis_streaming_dev_data_lake\.events +parquet in data\/events\//);
  });

  it("prints every field for machines", () => {
    const { stdout } = weirEnv("--env", "prod", "--json");
    expect(JSON.parse(stdout)).toEqual(loadEnvironment("prod"));
  });

  it("names the environments there are, and ends with 1, when asked for another", () => {
    const { status, stderr } = weirEnv("--env", "porod");
    expect(status).toBe(1);
    expect(stderr).toContain('got "porod"; allowed: one of: dev, staging, prod (did you mean prod?)');
  });
});
