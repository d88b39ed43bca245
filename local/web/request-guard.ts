import type { IncomingMessage } from "node:http";

/** Names of this machine; a browser sends others when a stranger's name was made to lead here (DNS rebinding). */
const loopbackNames = new Set(["127.0.0.1", "[::1]", "localhost"]);

/** Whether a request names this machine by a name of its own. */
export function isFromHere(request: IncomingMessage): boolean {
  const host = hostOf(request);
  return URL.canParse(`http://${host}`) && loopbackNames.has(new URL(`http://${host}`).hostname);
}

/** Whether a request may change something: it is from here, and from no page of another origin. */
export function mayChange(request: IncomingMessage): boolean {
  const { origin } = request.headers;
  return isFromHere(request) && (origin === undefined || origin === `http://${hostOf(request)}`);
}

/** With its port; HTTP/2 has a header of its own for it. */
function hostOf({ headers }: IncomingMessage): string {
  return String(headers[":authority"] ?? headers.host ?? "");
}
