export interface Reply {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: the story looks at what it needs and says when it is not there
  body: any;
}

/** The API as somebody with this token sees it. */
export interface ApiClient {
  send(method: string, path: string, body?: object, headers?: Record<string, string>): Promise<Reply>;
}

export function apiClient(baseUrl: string, token: string): ApiClient {
  return {
    async send(method, path, body, headers) {
      const answer = await fetch(baseUrl + path, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body && { "content-type": "application/json" }),
          ...headers,
        },
        ...(body && { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      return { status: answer.status, body: text ? JSON.parse(text) : undefined };
    },
  };
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
