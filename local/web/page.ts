import type { IncomingMessage, ServerResponse } from "node:http";
import { type Asset, pageAssets } from "./assets";
import { LiveEvents } from "./live-events";
import { isFromHere } from "./request-guard";
import { SectionReader } from "./section-reader";
import type { View } from "./snapshot";
import type { Sources } from "./sources";

/** The page under `/_weir/`. */
export interface Page {
  /** Answers a request whose path begins with `/_weir`. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** Ends what is sent to those who look at it. */
  close(): void;
}

/** Minutes that a chart may span: as long as metrics are kept. */
const maxMinutes = 1_440;
const defaultMinutes = 15;

/** Answers a request of its own. */
type Route = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/**
 * Makes the page, which reads what it shows only while somebody looks at it.
 * @param faults answers what is asked under `/_weir/faults`
 */
export function createPage(sources: Sources, faults: Route): Page {
  const reader = new SectionReader(sources);
  const events = new LiveEvents((view) => reader.read(view), sources.notice);
  return {
    async handle(request, response) {
      const { pathname, searchParams } = new URL(request.url ?? "", "http://localhost");
      if (/^\/_weir\/faults(\/|$)/.test(pathname)) return faults(request, response);
      if (!isFromHere(request)) return refuse(request, response, 403, "this page is for the machine that it runs on");
      if (request.method !== "GET" && request.method !== "HEAD") {
        return refuse(request, response, 405, `${request.method} is not for ${pathname}: it is read by GET`);
      }
      if (pathname === "/_weir") return redirect(response, "/_weir/");
      if (pathname === "/_weir/events") return events.begin(response, readView(searchParams));
      const asset = (await pageAssets()).get(pathname);
      if (asset) return sendAsset(response, asset);
      refuse(request, response, 404, `${pathname} is not here: the page is /_weir/`);
    },
    close: () => events.close(),
  };
}

function readView(query: URLSearchParams): View {
  const minutes = Math.trunc(Number(query.get("minutes")));
  return {
    dashboard: query.get("dashboard") ?? undefined,
    stream: query.get("stream") ?? undefined,
    minutes: minutes >= 1 ? Math.min(minutes, maxMinutes) : defaultMinutes,
  };
}

function sendAsset(response: ServerResponse, { type, content }: Asset): void {
  response.writeHead(200, { ...secured, "Content-Type": type, "Content-Length": content.length });
  response.end(content);
}

function redirect(response: ServerResponse, location: string): void {
  response.writeHead(308, { Location: location });
  response.end();
}

function refuse(request: IncomingMessage, response: ServerResponse, status: number, reason: string): void {
  // What is left of a body must be read, or a client that is still sending never looks at the answer.
  request.resume();
  response.writeHead(status, { ...secured, "Content-Type": "text/plain; charset=utf-8" });
  response.end(`${reason}\n`);
}

/** Nothing but this server's own files runs in the page, and no other page shows it. */
const secured = {
  "Content-Security-Policy": "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Cache-Control": "no-cache",
};
