import type { Mistake } from "../mistake.ts";

/** Of how services, connections and their links come and go. */
export const mistakes: Mistake[] = [
  {
    name: "a connection ends with windows that nobody has looked into",
    file: "core/connection/end-connection.ts",
    find: "held.windows.length > 0 ? await auditForTheLastTime",
    replace: "held.windows.length > 1 ? await auditForTheLastTime",
    killedBy: ["core/connection/"],
  },
  {
    name: "a deletion tells of its end while the user is still there",
    file: "core/connection/end-connection.ts",
    find: "  if (!held.customer) await deleteUser(ports, held);\n",
    replace: "  if (!held.customer) void deleteUser(ports, held).catch(() => undefined);\n",
    killedBy: ["core/connection/", "core/service/delete-service"],
  },
  {
    name: "a portal without removal deletes connections with their keys",
    file: "core/connection/assert-deletable.ts",
    find: "if (connection.current && !ports.deployment.preset.removalAllowed) throw",
    replace: "if (!connection.current && !ports.deployment.preset.removalAllowed) throw",
    killedBy: ["core/connection/deletion-races"],
  },
  {
    name: "a service is deleted before the connection that is still being made",
    file: "core/service/finish-service-deletion.ts",
    find: "if (!there.has(id) && !(await buryUnmade(ports, service, id, by))) throw stillRunning(ports);",
    replace: "if (there.has(id) && !(await buryUnmade(ports, service, id, by))) continue;",
    killedBy: ["core/service/delete-service"],
  },
  {
    name: "a new service lists pipelines that are gone",
    file: "core/service/link-new-service.ts",
    find: "const pipelineIds = without(held.service.pipelineIds, gone);",
    replace: "const pipelineIds = without(gone, held.service.pipelineIds).concat(held.service.pipelineIds);",
    killedBy: ["core/service/linked-service", "core/service/create-service"],
  },
  {
    name: "links are taken away before the list says so",
    file: "core/service/relink-service.ts",
    find: `  await write(ports, caller, held, { ...change, dependents });
  await inChunks(ports.clock, without(before, change.pipelineIds), held.until, (pipelineId) =>
    removeLink(ports, ref, pipelineId, held.until),
  );`,
    replace: `  await inChunks(ports.clock, without(before, change.pipelineIds), held.until, (pipelineId) =>
    removeLink(ports, ref, pipelineId, held.until),
  );
  await write(ports, caller, held, { ...change, dependents });`,
    killedBy: ["core/service/relink-service"],
  },
  {
    name: "the lease of a change of links is taken over while it is held",
    file: "core/service/relinking.ts",
    find: "if (relinking && relinking.expiresAt > now)",
    replace: "if (relinking && relinking.expiresAt < now)",
    killedBy: ["core/service/relink-service"],
  },
  {
    name: "names are shown for good while somebody who sleeps is about to give one of them another",
    file: "core/service/mend-service.ts",
    find: "if (!isTooEarly) await endRenamings(ports, pipelines);",
    replace: "if (isTooEarly) await endRenamings(ports, pipelines);",
    killedBy: ["core/pipeline/renaming"],
  },
  {
    name: "a pipeline that one service links is deleted",
    file: "core/pipeline/delete-pipeline.ts",
    find: "if (found.serviceIds.length > 0) throw",
    replace: "if (found.serviceIds.length > 1) throw",
    killedBy: ["core/pipeline/", "core/service/linked-service"],
  },
  {
    name: "an org gets one service more than it may have",
    file: "core/service/create-service.ts",
    find: "if (services < SERVICES_PER_ORG_MAX) return;",
    replace: "if (services <= SERVICES_PER_ORG_MAX) return;",
    killedBy: ["core/service/create-service"],
  },
  {
    name: "a connection is ready before its user has its policy",
    file: "core/connection/provision-connection.ts",
    find: "    await ports.provisioning.putUserPolicy(connection);\n",
    replace: "    void ports.provisioning.putUserPolicy(connection).catch(() => undefined);\n",
    killedBy: ["core/service/create-service"],
  },
  {
    name: "a connection that was deleted meanwhile is made after all",
    file: "core/connection/provision-connection.ts",
    find: 'when: [equals("state", "creating"), equals("sequence", connection.sequence)],',
    replace: 'when: [equals("sequence", connection.sequence)],',
    killedBy: ["core/connection/provision-connection"],
  },
];
