import type { Mistake } from "../mistake.ts";

/** Of what somebody else has changed in IAM, and of users that were there before. */
export const mistakes: Mistake[] = [
  {
    name: "what differs is told again each day",
    file: "core/drift/comparison.ts",
    find: "findings.filter((finding) => !known.some((one) => isSame(one, finding)));",
    replace:
      "findings.filter((finding) => !known.every((one) => isSame(one, finding)) || known.length === 0);",
    killedBy: ["core/drift/"],
  },
  {
    name: "a retired key that works again is not seen",
    file: "core/drift/drift-of.ts",
    find: 'if (state === "doomed") return [];',
    replace: 'if (state !== "active") return [];',
    killedBy: ["core/drift/drift-of"],
  },
  {
    name: "a connection is compared in the middle of an operation",
    file: "core/drift/drift-of.ts",
    find: 'state === "ready" && !operation && windows.length === 0;',
    replace: 'state === "ready" && (!operation || operation.kind !== "tidy") && windows.length === 0;',
    killedBy: ["core/drift/"],
  },
  {
    name: "what has just changed is compared with a list that may lag behind",
    file: "core/drift/drift-of.ts",
    find: "return at <= plus(now, -SETTLED_AFTER_MS);",
    replace: "return at <= plus(now, SETTLED_AFTER_MS);",
    killedBy: ["core/drift/drift-of"],
  },
  {
    name: "what is found is written over a record that has changed",
    file: "core/drift/compare-connections.ts",
    find: 'equals("version", connection.version),',
    replace: 'equals("connectionId", connection.connectionId),',
    killedBy: ["core/drift/"],
  },
  {
    name: "a user that another org has claimed is adopted",
    file: "core/adoption/decide-adoption.ts",
    find: "if (claim && claim.org !== org) {",
    replace: "if (claim && claim.org === org) {",
    killedBy: ["core/adoption/"],
  },
  {
    name: "a user of no tag is adopted where the tag is needed",
    file: "core/adoption/decide-adoption.ts",
    find: "if (!refused && user?.org === org) return undefined;",
    replace: "if (!refused && (user?.org ?? org) === org) return undefined;",
    killedBy: ["core/adoption/"],
  },
  {
    name: "one of two keys is chosen for whoever named none",
    file: "core/adoption/decide-adoption.ts",
    find: "if (wanted === undefined && more.length > 0) {",
    replace: "if (wanted === undefined && more.length > 1) {",
    killedBy: ["core/adoption/adopt-users"],
  },
  {
    name: "two orgs that adopt a user at once both have it",
    file: "core/adoption/finish-adoption.ts",
    find: "return there?.connectionId === claim.connectionId;",
    replace: "return there?.userName === claim.userName;",
    killedBy: ["core/adoption/"],
  },
  {
    name: "an adopted user's other keys are taken for orphans",
    file: "core/key/audit-keys.ts",
    find: "return isAdopted(connection) && connection.unmanagedIds.includes(accessKeyId);",
    replace: "return !isAdopted(connection) && connection.unmanagedIds.includes(accessKeyId);",
    killedBy: ["core/key/spare-keys", "core/key/audit-keys"],
  },
  {
    name: "an adopted user is deleted with its connection",
    file: "core/connection/end-user.ts",
    find: "if (isAdopted(connection) || connection.customer) return;",
    replace: "if (isAdopted(connection) && connection.customer) return;",
    killedBy: ["core/adoption/", "core/connection/"],
  },
];
