export interface Reply {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: the story looks at what it needs and says when it is not there
  body: any;
  /** When the same request is worth sending again, if the answer says so. */
  retryAfterSeconds?: number;
}

/** The API as somebody with this token sees it. */
export interface ApiClient {
  send(method: string, path: string, body?: object, headers?: Record<string, string>): Promise<Reply>;
}

/** API Gateway gives up after 30 s. */
const GIVE_UP_AFTER_MS = 40_000;

/** Without a token: as somebody who has none. */
export function apiClient(baseUrl: string, token?: string): ApiClient {
  return {
    async send(method, path, body, headers) {
      const answer = await fetch(baseUrl + path, {
        method,
        redirect: "manual", // a token goes nowhere but where it was meant to
        signal: AbortSignal.timeout(GIVE_UP_AFTER_MS),
        headers: {
          ...(token && { authorization: `Bearer ${token}` }),
          ...(body && { "content-type": "application/json" }),
          ...headers,
        },
        ...(body && { body: JSON.stringify(body) }),
      }).catch((error: Error) => {
        throw new Error(`${baseUrl} does not answer (${reasonOf(error)})`);
      });
      const retryAfter = Number(answer.headers.get("retry-after") ?? Number.NaN);
      return {
        status: answer.status,
        body: parsed(await answer.text()),
        ...(retryAfter >= 0 && { retryAfterSeconds: retryAfter }),
      };
    },
  };
}

/** What is no JSON comes from somebody else than Keyturn; the status will say enough. */
function parsed(text: string): Reply["body"] {
  try {
    return text ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}

/** What fetch keeps to itself: "fetch failed" helps nobody. */
function reasonOf(error: Error): string {
  const { cause } = error as { cause?: { code?: string; message?: string } };
  return cause?.code ?? cause?.message ?? error.message;
}

/** The answer, if it has the status and the code that were promised. */
export function expectReply(reply: Reply, status: number, code?: string): Reply["body"] {
  const got = `${reply.status}${reply.body?.code ? ` ${reply.body.code}` : ""}`;
  const promised = `${status}${code ? ` ${code}` : ""}`;
  if (reply.status !== status || (code && reply.body?.code !== code)) {
    throw new Error(`promised ${promised}, got ${got}`);
  }
  return reply.body;
}
