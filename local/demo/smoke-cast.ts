import { type KeyturnClient, KeyturnProblem, keyturnClient, type Me, type Retry } from "@keyturn/client";
import type { Cast } from "./cast.ts";
import type { Narrator } from "./narrator.ts";
import { refused } from "./refused.ts";

/** Where the deployment is, and who may speak to it. Tokens come from the environment alone. */
export interface Deployed {
  url: string;
  awsEndpoint?: string | undefined;
  environment: NodeJS.ProcessEnv;
}

/** What the admin of the story does: the routes that the token must allow. */
const NEEDED = ["createService", "resetAccessKey", "deleteService", "getConnectionHistory", "getHistory"];

/** The first chapter: it is Keyturn, it asks for tokens, and the tokens are whose they are said to be. */
export async function castFor(narrator: Narrator, deployed: Deployed): Promise<Cast> {
  const { url, awsEndpoint } = deployed;
  narrator.chapter(`Keyturn at ${url}`);
  const nobody = keyturnClient({ url, attempts: 1 });
  await narrator.step("GET /health answers", async () => {
    const { status } = await nobody.GET("/health").catch((error: unknown) => {
      if (!(error instanceof KeyturnProblem)) throw error;
      throw new Error(`${url} is no Keyturn: it answers ${error.status}`);
    });
    return status;
  });
  await narrator.step("a request without a token is refused", async () => {
    return String((await refused(nobody.GET("/v1/me"), 401)).status);
  });
  let org = "";
  const admin = clientOf(narrator, deployed, "KEYTURN_SMOKE_TOKEN");
  if (!admin) throw new Error("KEYTURN_SMOKE_TOKEN is not set: it must be the token of a key manager.");
  await narrator.step("KEYTURN_SMOKE_TOKEN is a key manager's", async () => {
    const me = await whoIs(admin, "KEYTURN_SMOKE_TOKEN");
    if (!NEEDED.every((route) => me.can.includes(route))) throw new Error(`it is of role ${me.role}`);
    org = me.org;
    return `${me.name}, ${me.role} of ${org}`;
  });
  const support = clientOf(narrator, deployed, "KEYTURN_SMOKE_SUPPORT_TOKEN");
  if (support) {
    await narrator.step("KEYTURN_SMOKE_SUPPORT_TOKEN is of support staff of the same org", async () => {
      const me = await whoIs(support, "KEYTURN_SMOKE_SUPPORT_TOKEN");
      if (me.role !== "support" || me.org !== org) throw new Error(`it is of role ${me.role} of ${me.org}`);
      return `${me.name}, ${me.role} of ${me.org}`;
    });
  }
  const stranger = clientOf(narrator, deployed, "KEYTURN_SMOKE_OTHER_ORG_TOKEN");
  if (stranger) {
    await narrator.step("KEYTURN_SMOKE_OTHER_ORG_TOKEN is a key manager's of another org", async () => {
      const me = await whoIs(stranger, "KEYTURN_SMOKE_OTHER_ORG_TOKEN");
      const isOne = me.org !== org && me.can.includes("resetAccessKey");
      if (!isOne) throw new Error(`it is of role ${me.role} of ${me.org}`);
      return `${me.name}, ${me.role} of ${me.org}`;
    });
  }
  return {
    admin,
    ...(support && { support }),
    ...(stranger && { stranger }),
    ...(awsEndpoint && { awsEndpoint }),
  };
}

function clientOf(
  narrator: Narrator,
  { url, environment }: Deployed,
  variable: string,
): KeyturnClient | undefined {
  const token = environment[variable]?.trim();
  if (!token) return undefined;
  const onRetry = ({ method, path, status, waitMs }: Retry) =>
    narrator.aside(
      `${method} ${path}: ${status ?? "no answer"}; the same again in ${Math.ceil(waitMs / 1_000)} s`,
    );
  return keyturnClient({ url, token, onRetry });
}

async function whoIs(client: KeyturnClient, variable: string): Promise<Me> {
  return client.GET("/v1/me").catch((error: unknown) => {
    if (!(error instanceof KeyturnProblem) || error.status !== 401) throw error;
    throw new Error(`${variable} is refused: it has expired, or is of another issuer`);
  });
}
