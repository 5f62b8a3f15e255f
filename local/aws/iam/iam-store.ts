import { existsSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { openFolder, readJsonFile, readJsonFiles, removeFile, replaceFile } from "../disk.ts";
import { type PolicyDocument, parsePolicyDocument } from "../policy/policy-document.ts";
import { sha256Hex } from "../sigv4/canonical-request.ts";
import { keyVisibility } from "./key-visibility.ts";
import { openLastUsed } from "./last-used.ts";
import { documentOf, ManagedPolicy, newPolicy, replaced } from "./managed-policy.ts";
import { newId, newSecretAccessKey, UserRecord } from "./user-record.ts";

const RootCredentials = z.strictObject({ accessKeyId: z.string(), secretAccessKey: z.string() });
export type IamStore = ReturnType<typeof openIamStore>;

/** All of IAM's state: a file per user and per managed policy, and everything in memory for look-ups. */
export function openIamStore(folder: string, keyDelayMs: number) {
  const usersFolder = openFolder(join(openFolder(folder), "users"));
  const policiesFolder = openFolder(join(folder, "policies"));
  const users = new Map<string, UserRecord>();
  const policies = new Map<string, ManagedPolicy>();
  const keyOwners = new Map<string, string>();
  const visibility = keyVisibility(keyDelayMs);
  const documents = new Map<string, PolicyDocument>();

  for (const user of readJsonFiles(usersFolder, (value) => UserRecord.parse(value))) {
    users.set(user.userName.toLowerCase(), user);
    for (const key of user.accessKeys) keyOwners.set(key.accessKeyId, user.userName);
    visibility.changed(undefined, user, true);
  }
  for (const policy of readJsonFiles(policiesFolder, (value) => ManagedPolicy.parse(value))) {
    policies.set(policy.arn, policy);
  }
  const lastUsed = openLastUsed(join(folder, "last-used.jsonl"), (id) => keyOwners.has(id));

  function userFile(userName: string): string {
    // User names are unique whatever their case, and this way also on a disk that ignores it.
    return join(usersFolder, `${userName.toLowerCase()}.json`);
  }

  function policyFile(arn: string): string {
    return join(policiesFolder, `${sha256Hex(arn)}.json`);
  }

  function saveManagedPolicy(policy: ManagedPolicy): void {
    replaceFile(policyFile(policy.arn), JSON.stringify(ManagedPolicy.parse(policy)));
    policies.set(policy.arn, policy);
  }

  function index(before: UserRecord | undefined, after: UserRecord | undefined): void {
    const kept = new Set(after?.accessKeys.map((key) => key.accessKeyId));
    for (const { accessKeyId } of before?.accessKeys ?? []) {
      if (kept.has(accessKeyId)) continue;
      keyOwners.delete(accessKeyId);
      lastUsed.forget(accessKeyId);
    }
    for (const id of kept) keyOwners.set(id, (after as UserRecord).userName);
    visibility.changed(before, after);
  }

  return {
    lastUsed,
    visibility,
    rootCredentials: openRootCredentials(join(folder, "root.json")),
    user(userName: string): UserRecord | undefined {
      const user = users.get(userName.toLowerCase());
      return user?.userName === userName ? user : undefined;
    },
    isNameTaken: (userName: string): boolean => users.has(userName.toLowerCase()),
    allUsers: (): UserRecord[] => [...users.values()],
    userCount: (): number => users.size,
    keyOwner: (accessKeyId: string): string | undefined => keyOwners.get(accessKeyId),
    /** On disk first, then visible; both before the caller goes on. */
    saveUser(user: UserRecord): void {
      replaceFile(userFile(user.userName), JSON.stringify(UserRecord.parse(user)));
      const before = users.get(user.userName.toLowerCase());
      users.set(user.userName.toLowerCase(), user);
      index(before, user);
    },
    deleteUser(user: UserRecord): void {
      removeFile(userFile(user.userName));
      users.delete(user.userName.toLowerCase());
      index(user, undefined);
    },
    managedPolicy: (arn: string): ManagedPolicy | undefined => policies.get(arn),
    allManagedPolicies: (): ManagedPolicy[] => [...policies.values()],
    saveManagedPolicy,
    deleteManagedPolicy({ arn }: ManagedPolicy): void {
      removeFile(policyFile(arn));
      policies.delete(arn);
    },
    /** As a deploy makes it, or changes it. */
    putManagedPolicy(arn: string, document: string, now: number): void {
      const before = policies.get(arn);
      const after = before ? replaced(before, document, now) : newPolicy(arn, document, now);
      if (after !== before) saveManagedPolicy(after);
    },
    /** What a boundary permits, if there is such a policy. */
    boundaryDocument(arn: string): string | undefined {
      const policy = policies.get(arn);
      return policy && documentOf(policy);
    },
    /** Parsed once per text: every request of a user asks for its policies. */
    document(text: string): PolicyDocument {
      const known = documents.get(text);
      if (known !== undefined) return known;
      const parsed = parsePolicyDocument(text);
      if (documents.size >= 10_000) documents.clear();
      documents.set(text, parsed);
      return parsed;
    },
  };
}

function openRootCredentials(path: string): z.infer<typeof RootCredentials> {
  if (existsSync(path)) return readJsonFile(path, (value) => RootCredentials.parse(value));
  const made = { accessKeyId: newId("AKIA", 16), secretAccessKey: newSecretAccessKey() };
  replaceFile(path, JSON.stringify(made));
  return made;
}
