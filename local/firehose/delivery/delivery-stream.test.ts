import { createHash } from "node:crypto";
import { DeliverySimulation, lambdaProcessor, processing, type SimulationOptions } from "./delivery-simulation";

const minuteMs = 60_000;
const dayMs = 24 * 3_600_000;

/** A simulation whose delivery stream has begun. */
function started(options?: SimulationOptions): DeliverySimulation {
  const simulation = new DeliverySimulation(options);
  simulation.deliveryStream.start();
  return simulation;
}

/** Texts of so many bytes in all, each a kilobyte long. */
function kilobytes(count: number, key = "key"): string[] {
  return Array.from({ length: count }, (_, position) => `${key}/${position}`.padEnd(1023, ".").concat("\n"));
}

/** Puts so many records of a megabyte. */
function putMegabytes(simulation: DeliverySimulation, count: number): void {
  for (let part = 0; part < count; part++) simulation.put(`key/${part}`.padEnd(1000 * 1024, "."));
}

describe("buffers", () => {
  it("are delivered when their interval is over, counted from their first record", async () => {
    const { clock, put, objects } = bound(started());
    await clock.advance(30_000);
    put("key/1\n");
    await clock.advance(59_999);
    put("key/2\n");
    expect(objects).toEqual([]);
    await clock.advance(1);
    expect(objects).toEqual([expect.objectContaining({ bucket: "lake", text: "key/1\nkey/2\n" })]);
  });

  it("are delivered as soon as they have their size", async () => {
    const { clock, put, objects } = bound(started());
    put(...kilobytes(400));
    put(...kilobytes(400));
    put(...kilobytes(300));
    await clock.advance(5);
    expect(objects.map(({ text }) => text.length)).toEqual([1024 * 1024]);
    await clock.advance(minuteMs);
    expect(objects.map(({ text }) => text.length)).toEqual([1024 * 1024, 76 * 1024]);
  });

  it("with an interval of 0 hold what comes at once", async () => {
    const { clock, put, objects } = bound(started({ description: { BufferingHints: hints(1, 0) } }));
    put("key/1\n", "key/2\n");
    await clock.advance(1);
    put("key/3\n");
    await clock.advance(1);
    expect(objects.map(({ text }) => text)).toEqual(["key/1\nkey/2\n", "key/3\n"]);
  });

  it("are named by the stream, its version, and the arrival of their oldest record", async () => {
    const { clock, put, objects } = bound(started());
    put("key/1\n");
    await clock.advance(minuteMs);
    expect(objects[0]?.key).toMatch(/^data\/2026\/01\/01\/00\/delivery-stream-1-2026-01-01-00-00-00-[0-9a-f-]{36}$/);
  });

  it("are delivered early when too much fills, the largest first", async () => {
    const prefix = "data/!{partitionKeyFromLambda:key}/";
    const { clock, put, objects, deliveryStream } = bound(
      started({
        description: {
          BufferingHints: hints(64, 900),
          Prefix: prefix,
          DynamicPartitioningConfiguration: { Enabled: true },
          ProcessingConfiguration: processing(lambdaProcessor()),
        },
        respond: ({ records }) => ({
          payload: {
            records: records.map(({ recordId, data, kinesisRecordMetadata }) => ({
              recordId,
              data,
              result: "Ok",
              metadata: { partitionKeys: { key: kinesisRecordMetadata?.partitionKey } },
            })),
          },
        }),
      }),
    );
    for (let round = 0; round < 45; round++) {
      for (const key of ["large", "large", "a", "b", "c"]) put(`${key}/${round}`.padEnd(600 * 1024, "."));
      await clock.advance(1_100);
    }
    expect(objects.length).toBeGreaterThan(0);
    expect(objects.every(({ key }) => key.startsWith("data/large/"))).toBe(true);
    expect(deliveryStream.statistics.unread).toBe(0);
  });
});

describe("a stream as the source", () => {
  it("is read from what arrives after the start", async () => {
    const simulation = new DeliverySimulation();
    simulation.put("key/before");
    simulation.deliveryStream.start();
    simulation.put("key/after");
    await simulation.clock.advance(minuteMs);
    expect(simulation.objects.map(({ text }) => text)).toEqual(["key/after"]);
  });

  it("is read on in shards that a reshard adds, parents first", async () => {
    const simulation = started({ description: { BufferingHints: hints(1, 0) } });
    simulation.put("key/1\n");
    simulation.split(0);
    simulation.put("key/2\n", "other/2\n");
    simulation.merge();
    simulation.put("key/3\n");
    await simulation.clock.advance(minuteMs);
    const lines = simulation.lines("data/");
    expect([...lines].sort()).toEqual(["key/1", "key/2", "key/3", "other/2"]);
    expect(lines.indexOf("key/1")).toBeLessThan(lines.indexOf("key/2"));
    expect(lines.indexOf("key/2")).toBeLessThan(lines.indexOf("key/3"));
  });

  it("an aggregate that can't be read is delivered as it is", async () => {
    const malformed = malformedAggregate();
    const simulation = started();
    simulation.putData([{ data: malformed, partitionKey: "key" }]);
    await simulation.clock.advance(minuteMs);
    expect(simulation.objects.map(({ text }) => text)).toEqual([malformed.toString()]);
  });

  it("is read no further than memory allows while S3 refuses, and to its end afterwards", async () => {
    let refuses = true;
    const simulation = started({ refuses: () => refuses });
    putMegabytes(simulation, 280);
    await simulation.clock.advance(10 * minuteMs);
    const { received, unread } = simulation.deliveryStream.statistics;
    expect(received).toBeLessThan(270);
    expect(received + unread).toBe(280);
    refuses = false;
    await simulation.clock.advance(10 * minuteMs);
    expect(simulation.deliveryStream.statistics).toMatchObject({ received: 280, delivered: 280, buffered: 0 });
  });

  it("counts what retention takes before it is read", async () => {
    const simulation = started({ refuses: () => true });
    putMegabytes(simulation, 280);
    await simulation.clock.advance(25 * 3_600_000);
    const { received, unread, expired } = simulation.deliveryStream.statistics;
    expect(expired).toBeGreaterThan(0);
    expect([received + expired, unread]).toEqual([280, 0]);
  });

  it("counts what retention takes with a closed shard", async () => {
    const description = { ProcessingConfiguration: processing(lambdaProcessor()) };
    const simulation = started({ description, durationMs: 30 * 3_600_000 });
    putMegabytes(simulation, 5);
    simulation.split(0);
    await simulation.clock.advance(25 * 3_600_000);
    expect(simulation.stream.shards()).toHaveLength(2);
    const { received, unread, expired } = simulation.deliveryStream.statistics;
    expect(expired).toBeGreaterThan(0);
    expect([received + expired, unread]).toEqual([5, 0]);
  });
});

describe("after a crash", () => {
  it("reading goes on before what had not reached an object, even if what came later had", async () => {
    const simulation = started({
      description: { ProcessingConfiguration: processing(lambdaProcessor()) },
      respond: ({ records }) => ({
        payload: {
          records: records.map(({ recordId, data, kinesisRecordMetadata }) => {
            const result = kinesisRecordMetadata?.partitionKey === "dropped" ? "Dropped" : "Ok";
            return { recordId, data, result };
          }),
        },
      }),
    });
    simulation.put("kept/1\n");
    await simulation.clock.advance(2_000);
    simulation.put("dropped/2\n");
    await simulation.clock.advance(2_000);
    expect(simulation.deliveryStream.statistics).toMatchObject({ dropped: 1, buffered: 1 });
    simulation.crash();
    await simulation.clock.advance(2 * minuteMs);
    expect(simulation.lines("data/")).toEqual(["kept/1"]);
  });
});

describe("Direct PUT", () => {
  it("is refused while too much waits for delivery", async () => {
    const simulation = started({ kind: "DirectPut", refuses: () => true });
    const putMany = () => {
      for (let part = 0; part < 400; part++) simulation.deliveryStream.put([Buffer.alloc(1000 * 1024)]);
    };
    expect(putMany).toThrow(expect.objectContaining({ code: "ServiceUnavailableException", message: "Slow down." }));
  });

  it("delivers records as they came", async () => {
    const simulation = started({ kind: "DirectPut" });
    simulation.deliveryStream.put([Buffer.from("1\n"), Buffer.from("2\n")]);
    await simulation.clock.advance(minuteMs);
    expect(simulation.objects.map(({ text }) => text)).toEqual(["1\n2\n"]);
  });
});

describe("S3 that refuses", () => {
  it("is tried again under the same key, and told of once", async () => {
    const keys: string[] = [];
    const { clock, put, objects, notices } = bound(
      started({
        refuses(key) {
          keys.push(key);
          return keys.length < 4;
        },
      }),
    );
    put("key/1\n");
    await clock.advance(2 * minuteMs);
    expect(keys).toHaveLength(4);
    expect(new Set(keys).size).toBe(1);
    expect(objects).toHaveLength(1);
    expect(notices).toEqual([expect.stringContaining("S3 refused lake/data/")]);
  });

  it("loses records after 24 hours, as AWS does, and says so", async () => {
    const simulation = started({ refuses: () => true });
    simulation.put("key/1\n", "key/2\n");
    await simulation.clock.advance(dayMs + 10 * minuteMs);
    expect(simulation.deliveryStream.statistics).toMatchObject({ received: 2, lost: 2, buffered: 0 });
    expect(simulation.notices).toContainEqual(expect.stringContaining("LOST 2 records"));
  });
});

describe("stop", () => {
  it("with flush delivers all that is on its way", async () => {
    const description = { ProcessingConfiguration: processing(lambdaProcessor()) };
    const simulation = started({ description });
    simulation.put("key/1\n", "key/2\n");
    await simulation.clock.advance(1);
    await simulation.deliveryStream.stop({ flush: true });
    expect(simulation.lines("data/")).toEqual(["KEY/1", "KEY/2"]);
    expect(simulation.deliveryStream.statistics).toMatchObject({ received: 2, delivered: 2, buffered: 0 });
  });

  it("with flush ends even if S3 goes on refusing, and leaves the records to who starts again", async () => {
    const simulation = started({ refuses: () => true });
    simulation.put("key/1\n");
    await simulation.clock.advance(1);
    const stopped = simulation.deliveryStream.stop({ flush: true });
    await simulation.clock.advance(5_000);
    await stopped;
    expect(simulation.deliveryStream.statistics).toMatchObject({ received: 1, buffered: 1 });
    expect([...simulation.checkpoints.values()]).toEqual([0]);
    expect(simulation.notices).toContainEqual(expect.stringContaining("1 records were not delivered before the end"));
  });

  it("with flush counts as lost what S3 refuses of Direct PUT, which no stream holds", async () => {
    const simulation = started({ kind: "DirectPut", refuses: () => true });
    simulation.deliveryStream.put([Buffer.from("1\n"), Buffer.from("2\n")]);
    const stopped = simulation.deliveryStream.stop({ flush: true });
    await simulation.clock.advance(5_000);
    await stopped;
    expect(simulation.deliveryStream.statistics).toMatchObject({ received: 2, buffered: 0, lost: 2 });
  });
});

describe("update", () => {
  it("delivers what was buffered by the settings that it came under", async () => {
    const simulation = started();
    simulation.put("key/1\n");
    await simulation.clock.advance(1);
    const { destination } = simulation.settings;
    if (destination.kind !== "s3") throw new Error("not S3");
    simulation.deliveryStream.update({
      ...simulation.settings,
      versionId: "2",
      destination: { kind: "s3", description: { ...destination.description, Prefix: "new/" } },
    });
    simulation.put("key/2\n");
    await simulation.clock.advance(minuteMs);
    expect(simulation.objects.map(({ key, text }) => [key.split("/")[0], text])).toEqual([
      ["data", "key/1\n"],
      ["new", "key/2\n"],
    ]);
    expect(simulation.objects[1]?.key).toContain("/delivery-stream-2-2026-01-01-");
  });
});

/** Magic number and checksum of the KPL around a message that is none. */
function malformedAggregate(): Buffer {
  const message = Buffer.from("07", "hex");
  return Buffer.concat([Buffer.from("f3899ac2", "hex"), message, createHash("md5").update(message).digest()]);
}

function hints(SizeInMBs: number, IntervalInSeconds: number) {
  return { SizeInMBs, IntervalInSeconds };
}

/** With `put` free of its object. */
function bound(simulation: DeliverySimulation) {
  const { clock, objects, notices, deliveryStream } = simulation;
  return { clock, objects, notices, deliveryStream, put: (...texts: string[]) => simulation.put(...texts) };
}
