import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";

const port = Number(process.argv[2] ?? 8080);

/** An HTTP endpoint as Firehose wants it: it prints the records that it gets, one a line. */
const server = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  const json = request.headers["content-encoding"] === "gzip" ? gunzipSync(body) : body;
  const { requestId, records } = JSON.parse(json.toString());
  for (const { data } of records) console.log(Buffer.from(data, "base64").toString().trimEnd());
  // Anything else than this, and the same request comes again.
  response.setHeader("content-type", "application/json").end(JSON.stringify({ requestId, timestamp: Date.now() }));
});
server.listen(port, "127.0.0.1", () => {
  console.log(`listening on http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
});
