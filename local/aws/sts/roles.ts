import { randomBytes } from "node:crypto";
import type { Role } from "../iam/caller.ts";
import { newId, newSecretAccessKey } from "../iam/user-record.ts";
import { parsePolicyDocument } from "../policy/policy-document.ts";

interface KnownRole extends Role {
  roleId: string;
}

/** A session of a role. It does not expire: whoever was given one on AWS is given the next in time. */
export interface RoleSession {
  accessKeyId: string;
  secretAccessKey: string;
  token: string;
  role: KnownRole;
  /** What the role's user calls itself. */
  name: string;
  issuedAt: number;
}

/** As an SDK signs with them. */
export interface SessionCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
}

export type Roles = ReturnType<typeof openRoles>;

/** Roles and their sessions, in memory: whoever runs as one begins anew with the process. */
export function openRoles(now: () => number) {
  const roles = new Map<string, KnownRole>();
  const sessions = new Map<string, RoleSession>();
  return {
    /** Makes a role, or changes what it may do, in sessions that have begun too. Throws on what is no policy. */
    put(name: string, documents: readonly object[]): void {
      const policies = documents.map((document) => parsePolicyDocument(JSON.stringify(document)));
      const known = roles.get(name);
      if (known) known.policies = policies;
      else roles.set(name, { name, roleId: newId("AROA", 17), policies });
    },
    begin(roleName: string, name: string): SessionCredentials {
      const role = roles.get(roleName);
      if (!role) throw new Error(`there is no role ${roleName}`);
      const accessKeyId = newId("ASIA", 16);
      const secretAccessKey = newSecretAccessKey();
      const token = randomBytes(192).toString("base64");
      sessions.set(accessKeyId, { accessKeyId, secretAccessKey, token, role, name, issuedAt: now() });
      return { accessKeyId, secretAccessKey, sessionToken: token };
    },
    session: (accessKeyId: string): RoleSession | undefined => sessions.get(accessKeyId),
  };
}
