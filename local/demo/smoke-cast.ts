import type { Cast } from "./cast.ts";
import { type ApiClient, apiClient, expectReply } from "./http-client.ts";
import type { Narrator } from "./narrator.ts";
import { patientClient } from "./patient-client.ts";

interface Me {
  org: string;
  role: string;
  name: string;
  can: string[];
}

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
  const nobody = apiClient(url);
  await narrator.step("GET /health answers", async () => {
    const { status, body } = await nobody.send("GET", "/health");
    if (status !== 200 || body?.status !== "ok")
      throw new Error(`${url} is no Keyturn: it answers ${status}`);
    return body.status;
  });
  await narrator.step("a request without a token is refused", async () => {
    const { status } = await nobody.send("GET", "/v1/me");
    if (status !== 401) throw new Error(`promised 401, got ${status}`);
    return "401";
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
): ApiClient | undefined {
  const token = environment[variable]?.trim();
  return token ? patientClient(apiClient(url, token), (line) => narrator.aside(line)) : undefined;
}

async function whoIs(client: ApiClient, variable: string): Promise<Me> {
  const reply = await client.send("GET", "/v1/me");
  if (reply.status === 401)
    throw new Error(`${variable} is refused: it has expired, or is of another issuer`);
  return expectReply(reply, 200);
}
