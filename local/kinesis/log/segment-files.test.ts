import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BlockMemory } from "./block-memory";
import { OpenFiles } from "./open-files";
import { SegmentFiles } from "./segment-files";

const folder = mkdtempSync(join(tmpdir(), "weir-segment-files-"));
afterAll(() => rmSync(folder, { recursive: true }));

it("asks for each file to be brought to the disk, and for the folders that name new files and folders", () => {
  const written: string[] = [];
  const open = new OpenFiles(4);
  const memory = new BlockMemory(0);
  const onWrite = (path: string) => written.push(path);
  const shard = join(folder, "shard");
  const files = new SegmentFiles(shard, { memory, open, keeps: true, segmentBytes: 3, onWrite }, []);
  for (const index of [0, 1, 2]) files.append(files.placeOf(index), Buffer.from("ab"), index + 1);
  open.closeAll();
  const [first, second] = [join(shard, "0.log"), join(shard, "2.log")];
  expect(written).toEqual([shard, folder, first, first, shard, second]);
});
