import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createHttp2Server, type Http2ServerRequest, type Http2ServerResponse } from "node:http2";

/** As PutRecords answers for a record. */
const entry = { SequenceNumber: "4".repeat(56), ShardId: "shardId-000000000000" };
const answers = new Map<number, Buffer>();

// All that a server in Node must do with a request to PutRecords: read it, parse it, and answer as much as is answered.
function answer(request: IncomingMessage | Http2ServerRequest, response: ServerResponse | Http2ServerResponse): void {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const body = Buffer.concat(chunks).toString("utf8");
    const { Records } = JSON.parse(body) as { readonly Records?: readonly unknown[] };
    const answer = answerOf(Records?.length ?? 0);
    response.writeHead(200, { "Content-Type": "application/x-amz-json-1.1", "Content-Length": answer.length });
    response.end(answer);
  });
}

const [protocol, port] = process.argv.slice(2);
const server = protocol === "http2" ? createHttp2Server(answer) : createServer(answer);
server.listen(Number(port), "127.0.0.1");

function answerOf(records: number): Buffer {
  const prepared = answers.get(records);
  if (prepared) return prepared;
  const answer = Buffer.from(JSON.stringify({ FailedRecordCount: 0, Records: Array(records).fill(entry) }));
  answers.set(records, answer);
  return answer;
}
