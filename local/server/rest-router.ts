import type { IncomingHttpHeaders } from "node:http";

/** A request to a REST service, whole. */
export interface RestRequest {
  /** What the path holds where the route has `{Name}`, by that name. */
  readonly path: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** One operation's address. */
export interface RestRoute {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** Such as `/2015-03-31/functions/{FunctionName}`: a name in braces stands for one segment. */
  readonly path: string;
}

/** A route that a request fits, and what its path holds. */
export interface RestMatch<Route> {
  readonly route: Route;
  readonly path: Readonly<Record<string, string>>;
}

/** Finds the route of a request; old clients end some paths with a slash that new ones leave out. */
export function findRoute<Route extends RestRoute>(
  routes: readonly Route[],
  method: string,
  path: string,
): RestMatch<Route> | undefined {
  const segments = path.replace(/\/$/, "").split("/");
  for (const route of routes) {
    if (route.method !== method) continue;
    const found = matchPath(route.path.split("/"), segments);
    if (found) return { route, path: found };
  }
  return undefined;
}

function matchPath(template: readonly string[], segments: readonly string[]): Record<string, string> | undefined {
  if (template.length !== segments.length) return undefined;
  const found: Record<string, string> = {};
  for (const [at, part] of template.entries()) {
    const segment = segments[at] ?? "";
    if (part.startsWith("{")) found[part.slice(1, -1)] = decodeSegment(segment);
    else if (part !== segment) return undefined;
  }
  return found;
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    // Badly encoded, it stands for itself: the operation says what it can't be.
    return segment;
  }
}
