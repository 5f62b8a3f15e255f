export interface GatewayRoute {
  method: string;
  /** For example `/v1/services/{serviceId}`. */
  path: string;
  /** No authorizer. */
  open: boolean;
  lambda: string;
}

export interface RouteMatch {
  route: GatewayRoute;
  /** Decoded path parameters. */
  params: Record<string, string>;
}

type Segment = { literal: string } | { param: string; greedy: boolean };

interface CompiledRoute {
  route: GatewayRoute;
  segments: Segment[];
}

/**
 * Finds routes the way an HTTP API does: the most specific full match first (a literal segment beats `{param}`, which
 * beats `{param+}`), and the request's own method before `ANY`. Nothing is tolerated: case, trailing slashes and empty
 * segments matter, and HEAD is not GET. `undefined` means `$default`.
 */
export function routeMatcher(routes: readonly GatewayRoute[]) {
  refuseDuplicates(routes);
  const compiled = routes
    .map((route) => ({ route, segments: segmentsOf(route.path) }))
    .sort((a, b) => bySpecificity(a.segments, b.segments) || byMethod(a.route, b.route));
  return (method: string, rawPath: string): RouteMatch | undefined => {
    const parts = rawPath.split("/").slice(1);
    for (const candidate of compiled) {
      if (candidate.route.method !== method && candidate.route.method !== "ANY") continue;
      const params = bind(candidate, parts);
      if (params) return { route: candidate.route, params };
    }
    return undefined;
  };
}

function refuseDuplicates(routes: readonly GatewayRoute[]): void {
  const seen = new Set<string>();
  for (const { method, path } of routes) {
    // Two routes that differ only in a parameter's name are one route to API Gateway.
    const key = `${method} ${path.replace(/\{[^}]*?(\+?)\}/g, "{$1}")}`;
    if (seen.has(key)) throw new Error(`The route ${method} ${path} is declared twice.`);
    seen.add(key);
  }
}

function segmentsOf(path: string): Segment[] {
  return path
    .split("/")
    .slice(1)
    .map((text) => {
      const param = /^\{([^}]+?)(\+?)\}$/.exec(text);
      return param?.[1] ? { param: param[1], greedy: param[2] === "+" } : { literal: text };
    });
}

function bySpecificity(a: Segment[], b: Segment[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const difference = looseness(a[i]) - looseness(b[i]);
    if (difference !== 0) return difference;
  }
  return b.length - a.length;
}

function looseness(segment: Segment | undefined): number {
  if (!segment || "literal" in segment) return 0;
  return segment.greedy ? 2 : 1;
}

function byMethod(a: GatewayRoute, b: GatewayRoute): number {
  return Number(a.method === "ANY") - Number(b.method === "ANY");
}

function bind({ segments }: CompiledRoute, parts: string[]): Record<string, string> | undefined {
  const params: Record<string, string> = {};
  for (const [i, segment] of segments.entries()) {
    const part = parts[i];
    if (part === undefined) return undefined;
    if ("literal" in segment) {
      if (segment.literal !== part) return undefined;
    } else if (segment.greedy) {
      params[segment.param] = parts.slice(i).join("/");
      return params[segment.param] === "" ? undefined : params;
    } else {
      if (part === "") return undefined;
      params[segment.param] = part;
    }
  }
  return segments.length === parts.length ? params : undefined;
}
