import { randomUUID } from "node:crypto";
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createHttp2Server } from "node:http2";
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from "node:net";
import { AwsError } from "../aws-error";
import { escapeXml } from "../xml";
import { findService, isForm, signingName } from "./find-service";
import { IncompleteBodyError } from "./read-body";
import type { Service } from "./service";
import { UnknownOperationError } from "./unknown-operation";

/** What the endpoint is made of. */
export interface EndpointOptions {
  /** TCP port; 0 takes a free one. */
  readonly port: number;
  /** @default "127.0.0.1" */
  readonly host?: string;
  readonly services: readonly Service[];
  /** Answers what is asked under `/_weir/`: no bucket's name has an underscore, so nothing of AWS is hidden. */
  readonly page?: (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;
  /** The account that every request is made in, 12 digits. */
  readonly accountId: string;
  readonly region: string;
  /** Gets one line a request: time, service, operation, status, milliseconds, bytes in and out. */
  readonly log?: (line: string) => void;
  /**
   * Gets what a person must see: requests that nothing here can answer, and failures of a service.
   * @default standard error
   */
  readonly logError?: (line: string) => void;
}

/** A running endpoint. */
export interface Endpoint {
  /** For `AWS_ENDPOINT_URL`, such as `http://127.0.0.1:4566`. */
  readonly url: string;
  readonly port: number;
  /** Stops listening and ends every connection at once, whatever it is doing. */
  close(): Promise<void>;
}

/**
 * Starts the one endpoint that all services share: HTTP/1.1 and cleartext HTTP/2 on one port.
 * Signatures are accepted and never verified.
 * @throws Error when the port is taken, naming the port and the fix
 */
export async function startEndpoint(options: EndpointOptions): Promise<Endpoint> {
  const { host = "127.0.0.1" } = options;
  const onRequest = (request: IncomingMessage, response: ServerResponse) => {
    void answer(request, response, options);
  };
  // Longer than any client keeps an idle connection, so that the client is the one to close it.
  const http = createHttpServer({ keepAliveTimeout: 120_000 }, onRequest);
  // Sessions carry many bodies of up to 16 MB at a time; Node's default of 10 MB would refuse streams.
  const http2 = createHttp2Server({ maxSessionMemory: 1_000, settings: { initialWindowSize: 1 << 20 } });
  http2.on("request", (request, response) => {
    // Node's compatibility classes stand in for HTTP/1.1's but are not declared as such.
    onRequest(request as unknown as IncomingMessage, response as unknown as ServerResponse);
  });

  const sockets = new Set<Socket>();
  const server = createTcpServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    handOver(socket, http, http2);
  });
  await listen(server, options.port, host);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${host}:${port}`,
    port,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        for (const socket of sockets) socket.destroy();
      }),
  };
}

const http2Preface = Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");

/** Gives a new connection to the server whose protocol it begins with. */
function handOver(socket: Socket, http: NodeJS.EventEmitter, http2: NodeJS.EventEmitter): void {
  // A reset before the first byte is the client's own affair; afterwards the servers listen themselves.
  const onError = () => socket.destroy();
  let bytes: Buffer = Buffer.alloc(0);
  const onReadable = () => {
    const more: Buffer | null = socket.read();
    if (more === null) return;
    bytes = Buffer.concat([bytes, more]);
    const isPreface = bytes.subarray(0, http2Preface.length).equals(http2Preface.subarray(0, bytes.length));
    if (isPreface && bytes.length < http2Preface.length) return;
    socket.off("readable", onReadable);
    socket.off("error", onError);
    socket.unshift(bytes);
    (isPreface ? http2 : http).emit("connection", socket);
  };
  socket.on("readable", onReadable);
  socket.on("error", onError);
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EADDRINUSE") return reject(error);
      const message = `port ${port} on ${host} is taken: stop what listens there, or choose another with --port`;
      reject(new Error(message, { cause: error }));
    });
    server.listen(port, host, resolve);
  });
}

async function answer(request: IncomingMessage, response: ServerResponse, options: EndpointOptions): Promise<void> {
  const { log, logError = (line: string) => process.stderr.write(`${line}\n`), accountId, region } = options;
  const startMs = Date.now();
  const requestId = randomUUID();
  response.setHeader("x-amzn-RequestId", requestId);
  let service: Service | undefined;
  if (log) response.on("close", () => log(requestLine(request, response, service, startMs)));
  try {
    if (options.page && isOfPage(request)) return await options.page(request, response);
    service = await findService(request, options.services);
    if (!service) throw new UnknownOperationError(signingName(request) ?? "an unsigned request", operationOf(request));
    await service.handle(request, response, { requestId, accountId, region });
  } catch (error) {
    if (error instanceof IncompleteBodyError) return;
    if (error instanceof UnknownOperationError) {
      logError(error.message);
      // S3 has answered in words of its own.
      if (!response.headersSent) refuse(request, response, requestId, error);
      return;
    }
    logError(`${service?.name} failed on ${operationOf(request)} (request ${requestId}): ${stackOf(error)}`);
    if (response.headersSent) response.destroy();
    else refuse(request, response, requestId, new AwsError("InternalFailure", "", 500));
  }
}

function isOfPage({ url = "" }: IncomingMessage): boolean {
  return url === "/_weir" || url.startsWith("/_weir/");
}

/** Answers with an error in the protocol that the request speaks. */
function refuse(request: IncomingMessage, response: ServerResponse, requestId: string, error: AwsError): void {
  // What is left of the body must be read, or a client that is still sending never looks at the answer.
  request.resume();
  response.statusCode = error.statusCode;
  if (isForm(request)) {
    // The query protocol has a word of its own for an operation that does not exist.
    const code = error instanceof UnknownOperationError ? "InvalidAction" : error.code;
    const fault = error.statusCode < 500 ? "Sender" : "Receiver";
    response.setHeader("Content-Type", "text/xml");
    response.end(
      `<ErrorResponse><Error><Type>${fault}</Type><Code>${code}</Code>` +
        `<Message>${escapeXml(error.message)}</Message></Error>` +
        `<RequestId>${requestId}</RequestId></ErrorResponse>`,
    );
  } else {
    response.setHeader("Content-Type", "application/x-amz-json-1.1");
    // The REST protocols look for the code here, the JSON protocols in the body.
    response.setHeader("x-amzn-ErrorType", error.code);
    response.end(JSON.stringify({ __type: error.code, message: error.message }));
  }
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** `PutRecords` where the headers say so, else method and path. */
function operationOf(request: IncomingMessage): string {
  const target = request.headers["x-amz-target"];
  if (typeof target === "string") return target.slice(target.indexOf(".") + 1);
  return `${request.method} ${request.url?.split("?")[0]}`;
}

function requestLine(
  request: IncomingMessage,
  response: ServerResponse,
  service: Service | undefined,
  startMs: number,
): string {
  // HTTP/2's compatibility layer calls a reset response finished, though nobody ended it.
  const isAnswered = response.writableEnded && response.writableFinished;
  const status = isAnswered ? response.statusCode : "aborted";
  const bytesIn = request.headers["content-length"] ?? "?";
  const bytesOut = response.getHeader("content-length") ?? "?";
  const took = `${Date.now() - startMs}ms ${bytesIn}B in ${bytesOut}B out`;
  return `${new Date(startMs).toISOString()} ${service?.name ?? "-"} ${operationOf(request)} ${status} ${took}`;
}
