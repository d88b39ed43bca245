import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { flinkJar, flinkSourcesHash, listJobs } from "./flink-sources";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "weir-flink-"));
  write("pom.xml", "<project/>");
  write("src/main/java/A.java", "class A {}");
  write("src/managed/java/C.java", "class C {}");
  write("sql/prelude.sql", `CREATE TABLE events (shard \${shard});`);
  write("sql/job.sql", `SELECT \${gapMinutes}, \${gapMinutes}, \${other_name};`);
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(path: string, content: string): void {
  mkdirSync(join(folder, path, ".."), { recursive: true });
  writeFileSync(join(folder, path), content);
}

describe("the jobs", () => {
  it("are the SQL files but the prelude, each with the names that its environment must fill", () => {
    write("sql/notes.txt", "no job");
    write("sql/another.sql", "SELECT 1;");
    expect(listJobs(folder)).toEqual({ "another.sql": [], "job.sql": ["gapMinutes", "other_name"] });
  });
});

describe("the hash of the sources", () => {
  const changed = (change: () => void) => {
    const before = flinkSourcesHash(folder);
    change();
    return flinkSourcesHash(folder) !== before;
  };

  it("has 16 digits, and is the same wherever the sources lie", () => {
    const hash = flinkSourcesHash(folder);
    const elsewhere = mkdtempSync(join(tmpdir(), "weir-flink-"));
    try {
      cpSync(folder, elsewhere, { recursive: true });
      expect(hash).toMatch(/^[0-9a-f]{16}$/);
      expect(flinkSourcesHash(elsewhere)).toBe(hash);
    } finally {
      rmSync(elsewhere, { recursive: true });
    }
  });

  it.each([
    ["the build", "pom.xml"],
    ["the runner", "src/main/java/A.java"],
    ["the connector", "src/managed/java/C.java"],
    ["a job", "sql/job.sql"],
    ["what every job begins with", "sql/prelude.sql"],
    ["a new file", "src/main/java/B.java"],
  ])("changes with %s", (_, path) => {
    expect(changed(() => write(path, "changed"))).toBe(true);
  });

  it("changes when one file's end becomes the next one's beginning", () => {
    write("sql/a.sql", "1");
    write("sql/b.sql", "23");
    expect(
      changed(() => {
        write("sql/a.sql", "12");
        write("sql/b.sql", "3");
      }),
    ).toBe(true);
  });

  it.each([
    ["what was built", "target/weir-flink-managed.jar"],
    ["a test", "src/test/java/ATest.java"],
    ["what only the local build compiles", "src/local/java/C.java"],
  ])("doesn't change with %s, since another one restarts every application", (_, path) => {
    expect(changed(() => write(path, "changed"))).toBe(false);
  });
});

describe("the jar", () => {
  afterEach(() => {
    delete process.env["WEIR_FLINK_JAR"];
  });

  it("is the one that the managed build makes, unless WEIR_FLINK_JAR names another", () => {
    expect(flinkJar()).toBe(join(__dirname, "flink/target/weir-flink-managed.jar"));
    process.env["WEIR_FLINK_JAR"] = "another.jar";
    expect(flinkJar()).toBe(resolve("another.jar"));
  });
});
