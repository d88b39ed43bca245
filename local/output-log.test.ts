import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { OutputLog } from "./output-log";

it("goes on in a new file when a person has removed the full one and its folder", async () => {
  const folder = mkdtempSync(join(tmpdir(), "weir-log-"));
  const path = join(folder, "logs", "f.log");
  const log = new OutputLog("f", path);
  const mebibyte = `${"x".repeat(2 ** 20 - 1)}\n`;
  for (let written = 0; written < 65; written++) await log.write(mebibyte);
  rmSync(join(folder, "logs"), { recursive: true });
  await log.write("next\n");
  await log.close();
  expect(readFileSync(path, "utf8")).toBe("next\n");
  rmSync(folder, { recursive: true });
});
