import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PresetName } from "../../core/policy/preset.ts";
import { type Place, storageClient } from "../../local/demo/storage-client.ts";
import { type ApiAnswer, type ApiRequest, type KeyPair, s3Client } from "../support/laptop.ts";
import { type StartedProcess, startProcess } from "../support/started-process.ts";

/** Who signs in at the portal. */
interface Person {
  name: string;
  org: string;
  role: "super_admin" | "admin" | "member+" | "member" | "support";
}

/** How a portal's identity provider says who somebody is, and what Keyturn is told of that. */
export interface Dialect {
  dialect: string;
  settings: Record<string, string>;
  /** What the local issuer is asked to mint. */
  tokenFor(person: Person): Omit<Person, "name"> & { claims?: Record<string, unknown> };
}

const groups: Record<Person["role"], string> = {
  super_admin: "Owner",
  admin: "Administrator",
  "member+": "Editor",
  member: "Reader",
  support: "Helpdesk",
};

/** Each portal's walk is gone twice: nothing but the settings differs. */
export const dialects: readonly Dialect[] = [
  { dialect: "with Keyturn's own claims and roles", settings: {}, tokenFor: (person) => person },
  {
    dialect: "with claims and roles of its own",
    settings: {
      KEYTURN_CLAIM_ORG: "https://portal.example/tenant",
      KEYTURN_CLAIM_ROLE: "groups",
      KEYTURN_CLAIM_NAME: "preferred_username",
      KEYTURN_SUPPORT_CLAIMS: "act,impersonated_by",
      KEYTURN_ROLE_MAP: Object.entries(groups)
        .map(([role, group]) => `${group}=${role}`)
        .join(","),
    },
    tokenFor: ({ name, org, role }) => ({
      ...{ org: "decoy", role: role === "member" ? "super_admin" : "member" },
      claims: {
        "https://portal.example/tenant": org,
        groups: [groups[role]],
        preferred_username: name,
      },
    }),
  },
];

export type Portal = Awaited<ReturnType<typeof openPortal>>;
export type Session = Awaited<ReturnType<Portal["signIn"]>>;

/** Keyturn as `npm start` runs it for one portal: a process with the portal's preset and its dialect of claims. */
export async function openPortal(
  preset: (typeof PresetName)["options"][number],
  { settings, tokenFor }: Dialect,
  more: Record<string, string> = {},
) {
  const dataDir = mkdtempSync(join(tmpdir(), "keyturn-portal-"));
  const deploy = (changed: Record<string, string>) =>
    startProcess(dataDir, { KEYTURN_PRESET: preset, ...settings, ...more, ...changed });
  let running = await deploy({});
  const call: StartedProcess["call"] = (...request) => running.call(...request);
  return {
    ...{ dataDir, call },
    /** Another one after each deployment. */
    get awsUrl(): string {
      return running.awsUrl;
    },
    /** The same deployment with other settings, on the same data. */
    async redeploy(changed: Record<string, string>): Promise<void> {
      await running.kill();
      running = await deploy(changed);
    },
    /** Somebody signs in, with more claims in the token if need be, and the portal calls on their behalf. */
    async signIn(person: Person, moreClaims: Record<string, unknown> = {}) {
      const asked = tokenFor(person);
      const body = { ...asked, claims: { ...asked.claims, ...moreClaims } };
      const { token } = (await call("POST", "/_local/token", { body })).body;
      const send = (method: string, path: string, body?: unknown, more: ApiRequest = {}) =>
        call(method, path, { token, ...(body !== undefined && { body }), ...more });
      return {
        ...{ token: token as string, send },
        get: async (path: string): Promise<ApiAnswer["body"]> => (await send("GET", path)).body,
      };
    },
    /** An S3 client that was given the pair. */
    s3: (pair: KeyPair, region?: string) => s3Client(running.awsUrl, pair, region),
    /** One as patient as IAM needs it: a key is not known everywhere at once. */
    storage: (place: Place, pair: KeyPair) => storageClient(running.awsUrl, place, pair),
    /** Time goes by. The schedule twice: a record that is written while it passes is the next pass's. */
    async pass(days: number): Promise<void> {
      await call("POST", "/_local/clock", { body: { advanceDays: days } });
      await call("POST", "/_local/sweep");
      await call("POST", "/_local/sweep");
    },
    /** Everything that could be read over the bus, as text. */
    events: async (): Promise<string> => JSON.stringify((await call("GET", "/_local/events")).body),
    /** Every mail, oldest first. */
    mail: async (): Promise<ApiAnswer["body"][]> => (await call("GET", "/_local/mail")).body.messages,
    async close(): Promise<void> {
      await running.kill();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** What becomes of a call to S3: `done`, or the error's name. */
export function outcome(sent: Promise<unknown>): Promise<string> {
  return sent.then(
    () => "done",
    (error: Error) => error.name,
  );
}
