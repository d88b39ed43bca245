import { request } from "node:http";
import { connect as connectHttp2 } from "node:http2";
import { connect } from "node:net";
import { Readable } from "node:stream";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { type StartedS3, startS3 } from "./started-s3";

const sha256OfHello = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

describe("a body that S3 receives", () => {
  let started: StartedS3;

  beforeEach(async () => {
    started = await startS3();
  });
  afterEach(() => started.close());

  const put = (headers: Record<string, string>, body = "hello") =>
    fetch(`${started.endpoint.url}/lake/a`, { method: "PUT", headers, body });
  const chunked = (headers: Record<string, string>, body: string) =>
    put(
      { "x-amz-content-sha256": "STREAMING-UNSIGNED-PAYLOAD-TRAILER", "content-encoding": "aws-chunked", ...headers },
      body,
    );

  it.each([
    ["Content-MD5", { "content-md5": "XUFAKrxLKna5cZ2REBfFkg==" }],
    ["CRC-32", { "x-amz-checksum-crc32": "NhCmhg==" }],
    ["CRC-32C", { "x-amz-checksum-crc32c": "mnG7TA==" }],
    ["CRC-64/NVME", { "x-amz-checksum-crc64nvme": "M3eFcAZSQlc=" }],
    ["SHA-1", { "x-amz-checksum-sha1": "qvTGHdzF6KLavt4PO0gs2a6pQ00=" }],
    ["SHA-256", { "x-amz-checksum-sha256": "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=" }],
    ["the payload's hash", { "x-amz-content-sha256": sha256OfHello }],
    ["nothing", {}],
  ])("is kept when it is what %s says", async (_what, headers) => {
    expect((await put(headers)).status).toBe(200);
    expect((await started.read("a")).toString()).toBe("hello");
  });

  it.each([
    ["Content-MD5", { "content-md5": "AAAAAAAAAAAAAAAAAAAAAA==" }, "BadDigest"],
    ["a Content-MD5 that is none", { "content-md5": "bad" }, "InvalidDigest"],
    ["CRC-32", { "x-amz-checksum-crc32": "AAAAAA==" }, "BadDigest"],
    ["CRC-64/NVME", { "x-amz-checksum-crc64nvme": "AAAAAAAAAAA=" }, "BadDigest"],
    ["SHA-256", { "x-amz-checksum-sha256": "AAAA" }, "BadDigest"],
    ["the payload's hash", { "x-amz-content-sha256": "0".repeat(64) }, "XAmzContentSHA256Mismatch"],
  ])("leaves nothing when it is not what %s says", async (_what, headers, code) => {
    const response = await put(headers);
    expect(response.status).toBe(400);
    expect(await response.text()).toContain(`<Code>${code}</Code>`);
    expect(started.files()).toEqual([]);
  });

  it("is taken out of its chunks, and checked by its trailer", async () => {
    const announced = { "x-amz-decoded-content-length": "5", "x-amz-trailer": "x-amz-checksum-crc32" };
    const good = "3\r\nhel\r\n2\r\nlo\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n";
    const response = await chunked(announced, good);
    expect(response.headers.get("x-amz-checksum-crc32")).toBe("NhCmhg==");
    expect((await started.read("a")).toString()).toBe("hello");
  });

  it("is not called chunked afterwards, but keeps its own encoding", async () => {
    const size = { "x-amz-decoded-content-length": "5" };
    await chunked(size, "5\r\nhello\r\n0\r\n\r\n");
    expect((await fetch(`${started.endpoint.url}/lake/a`)).headers.get("content-encoding")).toBeNull();
    await chunked({ ...size, "content-encoding": "identity,aws-chunked" }, "5\r\nhello\r\n0\r\n\r\n");
    expect((await fetch(`${started.endpoint.url}/lake/a`)).headers.get("content-encoding")).toBe("identity");
  });

  it.each([
    ["has another checksum", "5", "5\r\nhello\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n", "BadDigest"],
    ["comes without its trailer", "5", "5\r\nhello\r\n0\r\n\r\n", "BadDigest"],
    ["is shorter than announced", "6", "5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n", "IncompleteBody"],
    ["is longer than announced", "4", "5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n", "IncompleteBody"],
    ["ends within a chunk", "5", "5\r\nhel", "IncompleteBody"],
    ["is not chunked", "5", "hello", "IncompleteBody"],
  ])("leaves nothing when it comes in chunks and %s", async (_what, length, body, code) => {
    const announced = { "x-amz-decoded-content-length": length, "x-amz-trailer": "x-amz-checksum-crc32" };
    const response = await chunked(announced, body);
    expect(response.status).toBe(400);
    expect(await response.text()).toContain(`<Code>${code}</Code>`);
    expect(started.files()).toEqual([]);
  });

  it("must say how long it is", async () => {
    const { port } = started.endpoint;
    const headers = { "transfer-encoding": "chunked" };
    const statusCode = await new Promise((resolve, reject) => {
      const put = request({ host: "127.0.0.1", port, path: "/lake/a", method: "PUT", headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      put.on("error", reject).end("hello");
    });
    expect(statusCode).toBe(411);
    expect(started.files()).toEqual([]);
  });

  it.each([
    ["its first byte is wrong", "/lake/a"],
    ["its bucket does not exist", "/nowhere/a"],
  ])("is answered although %s and much of it is still to come, on a connection that stays", async (_what, path) => {
    const socket = connect(started.endpoint.port, "127.0.0.1");
    let answers = "";
    socket.on("data", (bytes) => {
      answers += bytes.toString("latin1");
    });
    const size = 8 * 1024 * 1024;
    const head = `PUT ${path} HTTP/1.1\r\nHost: local\r\nContent-Length: ${size}\r\n`;
    const isChunked = "x-amz-content-sha256: STREAMING-UNSIGNED-PAYLOAD-TRAILER\r\nx-amz-decoded-content-length: 5\r\n";
    socket.write(`${head}${isChunked}\r\n`);
    socket.write("zz\r\n");
    await until(() => answers.includes("</Error>"));
    socket.write(Buffer.alloc(size - 4));
    socket.write("GET /lake/none HTTP/1.1\r\nHost: local\r\n\r\n");
    await until(() => answers.includes("NoSuchKey"));
    expect(answers).toMatch(/^HTTP\/1.1 40[04] .*<Code>(IncompleteBody|NoSuchBucket)<\/Code>/s);
    socket.destroy();
  });

  it("leaves nothing, and what was there in its place, when the client goes away in the middle", async () => {
    await started.s3.putObject("lake", "a", "before");
    const socket = connect(started.endpoint.port, "127.0.0.1");
    socket.write("PUT /lake/a HTTP/1.1\r\nHost: local\r\nContent-Length: 1000000\r\n\r\nhalf");
    await until(() => started.files().some((path) => path.startsWith(".metadata/staging/")));
    socket.resetAndDestroy();
    await until(() => started.files().length === 1);
    expect((await started.read("a")).toString()).toBe("before");
  });

  it("leaves nothing when an HTTP/2 stream is reset in the middle", async () => {
    const session = connectHttp2(started.endpoint.url);
    const stream = session.request({ ":method": "PUT", ":path": "/lake/a", "content-length": "1000000" });
    stream.on("error", () => undefined);
    stream.write("half");
    await until(() => started.files().some((path) => path.startsWith(".metadata/staging/")));
    stream.close(8);
    await until(() => started.files().length === 0);
    session.destroy();
    await expect(started.read("a")).rejects.toMatchObject({ name: "NoSuchKey" });
  });

  it("is never held in memory whole", async () => {
    const block = Buffer.alloc(1024 * 1024, "x");
    const blocks = 64;
    // What is held, without what is only not collected yet.
    setFlagsFromString("--expose-gc");
    const collect: () => void = runInNewContext("gc");
    const heldBytes = () => {
      collect();
      return process.memoryUsage().arrayBuffers;
    };
    const before = heldBytes();
    let peakBytes = 0;
    async function* body() {
      for (let index = 0; index < blocks; index += 1) {
        if (index % 8 === 7) peakBytes = Math.max(peakBytes, heldBytes() - before);
        yield block;
      }
    }
    const large = { Bucket: "lake", Key: "large", Body: Readable.from(body()), ContentLength: blocks * block.length };
    await started.client.send(new PutObjectCommand(large));
    expect(peakBytes).toBeLessThan((blocks * block.length) / 2);
  });
});

/** Waits for something that happens on the far side of a socket. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}
