import type { Mistake } from "../mistake.ts";

/** Of what a restored table says and IAM does not. */
export const mistakes: Mistake[] = [
  {
    name: "a service that is being created forgets its connection in a restore",
    file: "core/operator/reconcile-service.ts",
    find: 'service.state === "creating"',
    replace: 'service.state === "deleting"',
    killedBy: ["core/operator/reconcile-half-made"],
  },
  {
    name: "a key that a restore found for a half-made connection is not planned",
    file: "core/connection/provision-connection.ts",
    find: 'connection.current ? [] : ["nextActionAt"]',
    replace: '["nextActionAt"]',
    killedBy: ["core/operator/reconcile-half-made"],
  },
  {
    name: "a restored deletion takes the policy of a user that was made again",
    file: "core/operator/reconcile-connection.ts",
    find: "createdAt > operation.startedAt",
    replace: "createdAt < operation.startedAt",
    killedBy: ["core/operator/reconcile-ending"],
  },
  {
    name: "a tombstone whose user has a key again is followed by the user",
    file: "core/operator/reconcile-connection.ts",
    find: 'if (state === "deleted") return listed.length > 0;',
    replace: 'if (state === "deleted") return false;',
    killedBy: ["core/operator/reconcile-ending"],
  },
  {
    name: "a restore takes back an adopted user that is another org's by now",
    file: "core/operator/reconcile-connection.ts",
    find: "return org !== connection.org;",
    replace: "return org === undefined;",
    killedBy: ["core/operator/reconcile-adopted"],
  },
  {
    name: "a restore writes over a deletion that is under way",
    file: "core/operator/reconcile-connection.ts",
    find: "if (operation && !hasExpired(operation, now)) throw",
    replace: "if (operation && hasExpired(operation, now)) throw",
    killedBy: ["core/operator/reconcile-ending"],
  },
];
