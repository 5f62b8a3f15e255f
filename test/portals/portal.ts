import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Role } from "../../core/caller/caller.ts";
import { type Place, storageClient } from "../../local/demo/storage-client.ts";
import { type ApiAnswer, type KeyPair, s3Client } from "../support/laptop.ts";
import { startProcess } from "../support/started-process.ts";

/** Somebody who signs in at a portal. */
export interface Person {
  org: string;
  role: Role;
  name: string;
}

/** How a portal's identity provider writes its tokens, and the settings by which Keyturn reads them. */
export interface Dialect {
  name: string;
  settings: Record<string, string>;
  claims(person: Person): Record<string, unknown>;
}

export const dialects: Dialect[] = [
  {
    name: "tokens as Keyturn expects them",
    settings: {},
    claims: ({ org, role, name }) => ({ org, role, name }),
  },
  {
    name: "tokens whose claims and roles have other names",
    settings: {
      KEYTURN_CLAIM_ORG: "https://portal.example/tenant",
      KEYTURN_CLAIM_ROLE: "cognito:groups",
      KEYTURN_CLAIM_NAME: "preferred_username",
      KEYTURN_ROLE_MAP:
        "Owner=super_admin,Administrator=admin,Power User=member+,Reader=member,Help Desk=support",
    },
    // What the usual claims say is somebody else's, and means nothing here.
    claims: ({ org, role, name }) => ({
      ...{ org: "decoy", role: "super_admin", name: "Decoy" },
      "https://portal.example/tenant": org,
      "cognito:groups": ["Everybody", otherNames[role]],
      preferred_username: name,
    }),
  },
];

const otherNames: Record<Role, string> = {
  super_admin: "Owner",
  admin: "Administrator",
  "member+": "Power User",
  member: "Reader",
  support: "Help Desk",
};

export type Portal = Awaited<ReturnType<typeof openPortal>>;
/** What somebody's browser sends, with their token. */
export type Session = (
  method: string,
  path: string,
  body?: object,
  headers?: Record<string, string>,
) => Promise<ApiAnswer>;

/** A portal's Keyturn: the laptop cloud as a process of its own, with the portal's preset and its tokens. */
export async function openPortal(preset: string, dialect: Dialect, settings: Record<string, string> = {}) {
  const dataDir = mkdtempSync(join(tmpdir(), "keyturn-portal-"));
  const deploy = (changed: Record<string, string>) =>
    startProcess(dataDir, { KEYTURN_PRESET: preset, ...dialect.settings, ...settings, ...changed });
  let deployed = await deploy({});
  const local = async (method: string, path: string, body?: object) =>
    (await deployed.call(method, `/_local/${path}`, body && { body })).body;
  return {
    /** Where S3 clients find the cloud; another address after each deployment. */
    awsUrl: () => deployed.awsUrl,
    async signIn(person: Person): Promise<Session> {
      const claims = { ...dialect.claims(person), sub: `sub-of-${person.name}` };
      const { token } = await local("POST", "token", { org: "nobody", role: "nothing", claims });
      return (method, path, body, headers = {}) =>
        deployed.call(method, path, { token, headers, ...(body && { body }) });
    },
    /** An S3 client of somebody who was given the pair, as patient as IAM needs it. */
    storage: (place: Place, pair: KeyPair) => storageClient(deployed.awsUrl, place, pair),
    /** One that asks once. */
    s3: (pair: KeyPair, region: string) => s3Client(deployed.awsUrl, pair, region),
    /** The deployment with other settings, on the same data. */
    async redeploy(changed: Record<string, string>): Promise<void> {
      await deployed.kill();
      deployed = await deploy(changed);
    },
    async advance(days: number): Promise<void> {
      await local("POST", "clock", { advanceDays: days });
    },
    async sweep(): Promise<void> {
      await local("POST", "sweep");
    },
    /** What was put on the bus, oldest first. */
    events: async (): Promise<ApiAnswer["body"][]> => (await local("GET", "events")).events,
    mail: async (): Promise<ApiAnswer["body"][]> => (await local("GET", "mail")).messages,
    async close(): Promise<void> {
      await deployed.kill();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
