import { createServer, get, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { until } from "../../test/until";
import { VirtualClock } from "../clock";
import { LiveEvents, type SectionTexts } from "./live-events";
import type { SectionName } from "./snapshot";

describe("what is sent to those who look at the page", () => {
  let clock: VirtualClock;
  let server: Server;
  let events: LiveEvents;
  let reads: number;
  let notices: string[];
  let sections: () => Promise<SectionTexts>;

  beforeEach(async () => {
    clock = new VirtualClock();
    reads = 0;
    notices = [];
    const read = () => {
      reads++;
      return sections();
    };
    events = new LiveEvents(read, (line) => notices.push(line), clock);
    server = createServer((_, response) => events.begin(response, { minutes: 15 }));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  afterEach(async () => {
    events.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const textsOf = (texts: Partial<Record<SectionName, string>>): SectionTexts =>
    new Map(Object.entries(texts) as [SectionName, string][]);

  const look = async (): Promise<IncomingMessage> => {
    const { port } = server.address() as AddressInfo;
    return new Promise((resolve, reject) => get({ port, host: "127.0.0.1" }, resolve).on("error", reject));
  };
  /** The messages that have come, as a browser takes them. */
  const collect = (response: IncomingMessage): object[] => {
    const messages: object[] = [];
    let rest = "";
    response.setEncoding("utf8").on("data", (chunk: string) => {
      const events = (rest + chunk).split("\n\n");
      rest = events.pop() ?? "";
      for (const event of events) if (event.startsWith("data: ")) messages.push(JSON.parse(event.slice(6)));
    });
    return messages;
  };

  it("is everything at first, and then once a second what has changed", async () => {
    let second = 0;
    sections = async () => textsOf({ lake: `["always"]`, failures: `[${second}]` });
    const messages = collect(await look());
    await until(() => messages.length === 1);
    second = 1;
    await clock.advance(1_000);
    await until(() => messages.length === 2);
    await clock.advance(1_000);
    await until(() => messages.length === 3);
    expect(messages).toEqual([{ lake: ["always"], failures: [0] }, { failures: [1] }, {}]);
  });

  it("is read by nobody while nobody looks", async () => {
    sections = async () => textsOf({});
    const response = await look();
    await until(() => reads === 1);
    response.destroy();
    await until(async () => {
      const before = reads;
      await clock.advance(1_000);
      return reads === before;
    });
    const before = reads;
    await clock.advance(60_000);
    expect(reads).toBe(before);
  });

  it("waits for a client that does not keep up, and then is the newest", async () => {
    let second = 0;
    // More than any buffer of the system's takes.
    const padding = "x".repeat(4_000_000);
    sections = async () => textsOf({ failures: JSON.stringify([second, padding]) });
    const response = await look();
    response.pause();
    await until(async () => {
      const before = reads;
      second++;
      await clock.advance(1_000);
      return reads > 0 && reads === before;
    });
    const sent = reads;
    for (let more = 0; more < 100; more++) {
      second++;
      await clock.advance(1_000);
    }
    expect(reads).toBe(sent);
    const messages = collect(response) as { failures?: [number, string] }[];
    response.resume();
    await until(async () => {
      await clock.advance(1_000);
      return messages.some(({ failures }) => failures?.[0] === second);
    });
    expect(messages.filter(({ failures }) => failures).length).toBeLessThan(10);
  });

  it("ends for a client whose sections can't be read, and a person is told", async () => {
    sections = async () => {
      throw new Error("the engine is gone");
    };
    const response = await look();
    response.resume();
    await new Promise((resolve) => response.on("end", resolve));
    expect(notices).toEqual([
      expect.stringContaining("the page can't be brought up to date: Error: the engine is gone"),
    ]);
  });
});
