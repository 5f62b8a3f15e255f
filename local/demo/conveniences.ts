import type { KeyturnEvent } from "@keyturn/client/events";

interface Mail {
  to: string;
  subject: string;
}

/** What the laptop offers beside the API, and no deployment does. */
export function conveniences(url: string) {
  async function call<Answer>(method: string, path: string, body?: object): Promise<Answer> {
    const sent = body && { body: JSON.stringify(body) };
    const answer = await fetch(url + path, { method, ...sent });
    if (!answer.ok) throw new Error(`${method} ${path} answers ${answer.status}`);
    return (await answer.json()) as Answer;
  }
  return {
    async token(claims: { org: string; role: string; name: string }): Promise<string> {
      return (await call<{ token: string }>("POST", "/_local/token", claims)).token;
    },
    async advance(days: number): Promise<void> {
      await call("POST", "/_local/clock", { advanceDays: days });
    },
    async sweep(): Promise<void> {
      await call("POST", "/_local/sweep");
    },
    async events(): Promise<KeyturnEvent[]> {
      return (await call<{ events: KeyturnEvent[] }>("GET", "/_local/events")).events;
    },
    async mails(): Promise<Mail[]> {
      return (await call<{ messages: Mail[] }>("GET", "/_local/mail")).messages;
    },
  };
}

export type Conveniences = ReturnType<typeof conveniences>;
