import { EventEmitter, once } from "node:events";
import { Agent, request as httpRequest } from "node:http";
import { type ClientHttp2Session, constants, connect as http2Connect } from "node:http2";
import { connect, type Socket } from "node:net";
import { type Endpoint, type EndpointOptions, startEndpoint } from "./endpoint";
import { readBody } from "./read-body";
import type { Service } from "./service";

/** A service that answers with its own name and the body that came; `applied` gets each whole body. */
function echo(name: string, routing: Partial<Service> = {}, applied: string[] = []): Service {
  return {
    name,
    ...routing,
    async handle(request, response) {
      const body = await readBody(request, 1_000_000);
      applied.push(body.toString("utf8"));
      response.end(`${name}:${body.toString("utf8")}`);
    },
  };
}

describe("the endpoint", () => {
  let endpoint: Endpoint;
  const logged: string[] = [];
  const log = new EventEmitter();
  const errors: string[] = [];

  async function start(services: Service[], options: Partial<EndpointOptions> = {}): Promise<void> {
    logged.length = 0;
    errors.length = 0;
    endpoint = await startEndpoint({
      port: 0,
      services,
      accountId: "000000000000",
      region: "ap-northeast-1",
      log(line) {
        logged.push(line);
        log.emit("line");
      },
      logError: (line) => errors.push(line),
      ...options,
    });
  }

  afterEach(() => endpoint.close());

  /** What a request over HTTP/2 with prior knowledge gets. */
  async function http2Post(session: ClientHttp2Session, body: string, headers: Record<string, string> = {}) {
    const stream = session.request({ ":method": "POST", ":path": "/", ...headers });
    stream.setEncoding("utf8");
    stream.end(body);
    const [answer] = await once(stream, "response");
    let text = "";
    for await (const chunk of stream) text += chunk;
    return { status: answer[constants.HTTP2_HEADER_STATUS], requestId: answer["x-amzn-requestid"], text };
  }

  /** The log's line of a request, once the endpoint is done with it. */
  async function requestLine(pattern: RegExp): Promise<string> {
    const line = logged.find((candidate) => pattern.test(candidate));
    if (line !== undefined) return line;
    await once(log, "line");
    return requestLine(pattern);
  }

  it("speaks HTTP/1.1 and HTTP/2 with prior knowledge on one port", async () => {
    await start([echo("s3")]);
    const first = await fetch(endpoint.url, { method: "POST", body: "one" });
    expect(await first.text()).toBe("s3:one");
    const session = http2Connect(endpoint.url);
    const second = await http2Post(session, "two");
    session.close();
    expect(second).toMatchObject({ status: 200, text: "s3:two" });
    expect(second.requestId).not.toBe(first.headers.get("x-amzn-requestid"));
  });

  it.each([
    ["HTTP/2's preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", /^\0\0/],
    ["a method that begins like it", "PROPFIND / HTTP/1.1\r\nHost: x\r\n\r\n", /^HTTP\/1.1 200/],
  ])("knows %s byte by byte", async (_what, bytes, answer) => {
    await start([echo("s3")]);
    const socket = connect(endpoint.port, "127.0.0.1").setNoDelay(true);
    for (const byte of bytes) {
      socket.write(byte);
      await new Promise((resolve) => setImmediate(resolve));
    }
    const [received] = await once(socket, "data");
    socket.destroy();
    expect(received.toString("latin1")).toMatch(answer);
  });

  const scope = (name: string) => `AKID/20260101/ap-northeast-1/${name}/aws4_request`;
  const signed = (name: string) => ({ authorization: `AWS4-HMAC-SHA256 Credential=${scope(name)}, Signature=any` });
  const form = { "content-type": "application/x-www-form-urlencoded; charset=utf-8" };

  it.each([
    ["the target", "/", { "x-amz-target": "Kinesis_20131202.PutRecord" }, "", "kinesis"],
    ["the target before the signature", "/", { "x-amz-target": "Kinesis_20131202.X", ...signed("sqs") }, "", "kinesis"],
    ["the signature's scope", "/any/path", signed("sqs"), "", "sqs"],
    ["a presigned URL's scope", `/?X-Amz-Credential=${encodeURIComponent(scope("sqs"))}`, {}, "", "sqs"],
    ["an unsigned form's action", "/", form, "Version=1&Action=GetCallerIdentity", "sts"],
    ["nothing: S3", "/bucket/key", {}, "", "s3"],
  ])("finds a service by %s", async (_by, path, headers, body, name) => {
    await start([
      echo("kinesis", { targetPrefixes: ["Kinesis_20131202"] }),
      echo("sqs"),
      echo("sts", { queryActions: ["GetCallerIdentity"] }),
      echo("s3"),
    ]);
    const overHttp = await fetch(endpoint.url + path, { method: "POST", headers, body });
    expect(await overHttp.text()).toBe(`${name}:${body}`);
    const session = http2Connect(endpoint.url);
    expect((await http2Post(session, body, { ":path": path, ...headers })).text).toBe(`${name}:${body}`);
    session.close();
  });

  it.each([
    [
      "JSON",
      { "x-amz-target": "Logs_20140328.PutLogEvents", ...signed("logs") },
      /"__type":"UnknownOperationException"/,
    ],
    ["a form", { ...form, ...signed("iam") }, /<Code>InvalidAction<\/Code>/],
    ["an unsigned form", form, /<Message>POST \/ of an unsigned request is not part/],
  ])("answers and reports %s for a service that is not there", async (_kind, headers, answer) => {
    await start([echo("s3")]);
    const response = await fetch(endpoint.url, { method: "POST", headers, body: "Action=ListUsers" });
    expect(response.status).toBe(400);
    expect(await response.text()).toMatch(answer);
    expect(errors).toEqual([expect.stringMatching(/of (logs|iam|an unsigned request) is not part of the local AWS/)]);
  });

  it("answers an unsigned form without a body", async () => {
    await start([echo("sts", { queryActions: ["GetCallerIdentity"] })]);
    const response = await fetch(endpoint.url, { method: "POST", headers: form });
    expect(response.status).toBe(400);
  });

  it("answers 500 for what a service throws, and reports it with its stack", async () => {
    const handle = () => Promise.reject(new RangeError("the disk is full"));
    await start([{ name: "s3", handle }]);
    const response = await fetch(`${endpoint.url}/bucket`);
    expect(response.status).toBe(500);
    expect(await response.json()).toMatchObject({ __type: "InternalFailure" });
    expect(errors).toEqual([expect.stringMatching(/s3 failed on GET \/bucket .*the disk is full\n +at /s)]);
  });

  it("logs a line a request: time, service, operation, status, milliseconds and bytes", async () => {
    await start([echo("kinesis", { targetPrefixes: ["Kinesis_20131202"] })]);
    const headers = { "x-amz-target": "Kinesis_20131202.PutRecord" };
    await fetch(endpoint.url, { method: "POST", headers, body: "abc" });
    const line = await requestLine(/PutRecord/);
    expect(line).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z kinesis PutRecord 200 \d+ms 3B in \S+ out$/);
  });

  const cutShort: [string, (port: number) => Promise<unknown>][] = [
    [
      "a reset of HTTP/1.1",
      async (port) => {
        const socket = connect(port, "127.0.0.1");
        socket.write("POST /cut HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf");
        await once(socket, "connect");
        socket.resetAndDestroy();
      },
    ],
    [
      "an end of HTTP/1.1",
      async (port) => {
        connect(port, "127.0.0.1").end("POST /cut HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf");
      },
    ],
    [
      "an end of HTTP/1.1 between chunks",
      async (port) => {
        connect(port, "127.0.0.1").end(
          "POST /cut HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n",
        );
      },
    ],
    [
      "a reset of a stream of HTTP/2",
      async (port) => {
        const session = http2Connect(`http://127.0.0.1:${port}`);
        const stream = session.request({ ":method": "POST", ":path": "/cut", "content-length": 100 });
        stream.on("error", () => undefined);
        stream.write("half", () => stream.close(constants.NGHTTP2_CANCEL));
        await once(stream, "close");
        session.close();
      },
    ],
    [
      "a reset of a connection of HTTP/2",
      async (port) => {
        const session = http2Connect(`http://127.0.0.1:${port}`);
        const stream = session.request({ ":method": "POST", ":path": "/cut" }).on("error", () => undefined);
        await new Promise((resolve) => stream.write("half", resolve));
        session.destroy();
      },
    ],
  ];

  it.each(cutShort)("applies nothing of a request cut short by %s, and lives on", async (_how, cut) => {
    const applied: string[] = [];
    await start([echo("s3", {}, applied)]);
    await cut(endpoint.port);
    expect(await requestLine(/cut/)).toMatch(/ POST \/cut aborted /);
    expect(await (await fetch(endpoint.url, { method: "POST", body: "whole" })).text()).toBe("s3:whole");
    expect(applied).toEqual(["whole"]);
    expect(errors).toEqual([]);
  });

  it("says which port is taken, and what to do", async () => {
    await start([]);
    await expect(start([], { port: endpoint.port })).rejects.toThrow(
      `port ${endpoint.port} on 127.0.0.1 is taken: stop what listens there, or choose another with --port`,
    );
  });

  it("ends idle and busy connections of both protocols when it closes", async () => {
    const handle = () => new Promise<void>(() => undefined);
    await start([{ name: "s3", handle }, echo("sqs")]);
    const session = http2Connect(endpoint.url);
    await http2Post(session, "", signed("sqs"));
    const busy = httpRequest(endpoint.url, { agent: new Agent({ keepAlive: true }) }).end();
    const [socket] = (await once(busy, "socket")) as [Socket];
    await once(socket, "connect");
    const ended = Promise.all([once(session, "close"), once(busy, "error")]);
    await endpoint.close();
    await ended;
    // Closing it again in afterEach must fail for nothing else.
    await start([]);
  });
});
