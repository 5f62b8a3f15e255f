/** Where a request is going, as an HTTP API tells its Lambda. */
export interface RequestTarget {
  /** The decoded path: in spite of its name an HTTP API's `rawPath` is not raw. */
  rawPath: string;
  /** The query string as it came, without the question mark. */
  rawQueryString: string;
  /** Decoded; a name that occurs more than once has its values joined by commas. */
  query: Record<string, string>;
}

/**
 * Reads the request target; `undefined` where an HTTP API would answer 400.
 *
 * What happens to the path was observed on a deployed HTTP API: it is percent-decoded, cut at a question mark that
 * appears by that, and decoded once more (`%252F` arrives as `/`); a `%25` that leaves a lone percent sign is refused.
 */
export function parseTarget(url: string): RequestTarget | undefined {
  const target = withoutAuthority(url);
  if (!target.startsWith("/")) return undefined;
  const mark = target.indexOf("?");
  const path = mark < 0 ? target : target.slice(0, mark);
  const rawQueryString = mark < 0 ? "" : target.slice(mark + 1);
  try {
    const once = decodeURIComponent(path);
    const cut = once.indexOf("?");
    const rawPath = decodeURIComponent(cut < 0 ? once : once.slice(0, cut));
    return { rawPath, rawQueryString, query: parseQuery(rawQueryString) };
  } catch {
    return undefined;
  }
}

/** `http://host/path` is a legal request target, the one proxies are sent. */
function withoutAuthority(url: string): string {
  const authority = /^https?:\/\/[^/?#]*/i.exec(url);
  return authority ? url.slice(authority[0].length) || "/" : url;
}

function parseQuery(rawQueryString: string): Record<string, string> {
  const query = new Map<string, string>();
  for (const pair of rawQueryString.split("&")) {
    if (pair === "") continue;
    const equals = pair.indexOf("=");
    const name = decodeQueryPart(equals < 0 ? pair : pair.slice(0, equals));
    const value = equals < 0 ? "" : decodeQueryPart(pair.slice(equals + 1));
    const before = query.get(name);
    query.set(name, before === undefined ? value : `${before},${value}`);
  }
  return Object.fromEntries(query);
}

function decodeQueryPart(part: string): string {
  return decodeURIComponent(part.replaceAll("+", " "));
}
