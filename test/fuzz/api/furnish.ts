import { addCustomersService, customersAccount, rootOf } from "../../support/customers-account.ts";
import { type KeyPair, putPipeline, resetKey } from "../../support/laptop.ts";
import { rootIam } from "../../support/left-behind.ts";
import { addPortalUser } from "../../support/portal-user.ts";
import type { StartedProcess } from "../../support/started-process.ts";
import { KnownOrg } from "./known-org.ts";

export const ROLES = ["super_admin", "admin", "member+", "member", "support"];
/** Tokens that are refused, by what is the matter with them. */
const OUTLIVED = { exp: 1_000_000_000 };
const SERVICES = 6;
const CUSTOMERS = 4;
export const PORTAL_PATH = "/portal/s3/";

export async function tokenOf(
  process: StartedProcess,
  org: string,
  role: string,
  claims?: object,
): Promise<string> {
  const answer = await process.call("POST", "/_local/token", {
    body: { org, role, ...(claims && { claims }) },
  });
  return answer.body.token;
}

/** An org with a bit of everything: keys, a staged reset under way, a retired key, customers' buckets, regional keys. */
export async function furnish(process: StartedProcess, name: string): Promise<KnownOrg> {
  const org = new KnownOrg(name);
  for (const role of ROLES) org.tokens.set(role, await tokenOf(process, name, role));
  org.tokens.set("expired", await tokenOf(process, name, "admin", OUTLIVED));
  org.tokens.set("nobody", await tokenOf(process, name, "nobody"));
  const token = org.tokens.get("super_admin") ?? "";
  const send = async (method: string, path: string, body: object) => {
    const answer = await process.call(method, path, { token, body });
    org.learn(method, path, answer.body);
    return answer.body;
  };
  for (let n = 0; n < 4; n++)
    await putPipeline(process, token, `p-${n}`, { filePatterns: ["*.csv", "*a*b*c*d*e"] });
  for (let n = 0; n < 4; n++) org.pipelines.add(`p-${n}`);
  for (let n = 0; n < SERVICES; n++) {
    const pipelineIds = n % 2 === 0 ? ["p-0"] : [];
    const made = await send("POST", "/v1/services", {
      name: `Data ${n}`,
      type: "s3",
      owner: "provider",
      pipelineIds,
    });
    const key = `/v1/connections/${made.connection.connectionId}/access-key`;
    if (n > 0) await send("POST", key, {});
    if (n > 2) await send("POST", key, { mode: "staged" });
    if (n > 4) await send("POST", `${key}/retire`, { force: true });
  }
  await send("POST", "/v1/regions/us-east-1/access-key", {});
  await addCustomers(process, org, token);
  await addPortalUsers(process, org);
  return org;
}

/** Services of customers' own with a second pair each, and users of customers with whom services can be made. */
async function addCustomers(process: StartedProcess, org: KnownOrg, token: string): Promise<void> {
  const account = customersAccount(rootOf(process));
  for (let n = 0; n < CUSTOMERS; n++) {
    const user = await account.makeUser();
    const { answer, pair } = await addCustomersService(process, token, user);
    org.learn("POST", "/v1/services", answer.body);
    org.pairs.set(answer.body.connection.connectionId, [pair, await account.makeKey(user)]);
  }
  for (let n = 0; n < CUSTOMERS; n++) {
    const { userName, ...place } = await account.makeUser();
    const pair: KeyPair = await account.makeKey({ userName });
    org.customers.push({ ...place, ...pair });
  }
}

async function addPortalUsers(process: StartedProcess, org: KnownOrg): Promise<void> {
  const bucket = "keyturn-000000000000-us-east-1";
  for (let n = 0; n < CUSTOMERS; n++) {
    const [userName, folder] = [`s3-${org.name}-${n}`, `legacy/${org.name}-${n}/`];
    await addPortalUser(rootIam(process), { userName, path: PORTAL_PATH, bucket, folder, org: org.name });
    org.adoptable.push({ serviceName: `Legacy ${n}`, bucket, folder, userName });
  }
}

/** Every secret that the org's callers sent. */
export function secretsOf(org: KnownOrg): string[] {
  const pairs = [...org.pairs.values()].flat().map(({ secretAccessKey }) => secretAccessKey);
  return [...pairs, ...org.customers.map((one) => (one as KeyPair).secretAccessKey)];
}

/** A key that somebody holds, so that the bystander's state says whether it still is as it was. */
export async function addBystander(process: StartedProcess, name: string): Promise<KnownOrg> {
  const org = await furnish(process, name);
  const one = [...org.connections.values()].find(({ owner }) => owner === "provider");
  await resetKey(process, org.tokens.get("super_admin") ?? "", one?.connectionId ?? "");
  return org;
}
