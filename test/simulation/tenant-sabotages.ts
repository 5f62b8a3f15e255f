import type { Sabotage } from "./all-ports.ts";
import { withUpdate } from "./interfere.ts";

/** Walls between orgs that are broken on purpose. */
export const tenantSabotages: Record<string, Sabotage> = {
  "a connection is found whoever asks": (ports) => {
    const owners = new Map<string, string>();
    const { connections } = ports;
    const ofOwner = <Ref extends { org: string; connectionId: string }>(ref: Ref): Ref => ({
      ...ref,
      org: owners.get(ref.connectionId) ?? ref.org,
    });
    const insert: typeof connections.insert = (connection) => {
      owners.set(connection.connectionId, connection.org);
      return connections.insert(connection);
    };
    const find: typeof connections.find = (ref) => connections.find(ofOwner(ref));
    return withUpdate({ ...ports, connections: { ...connections, insert, find } }, (ref, patch) =>
      connections.update(ofOwner(ref), patch),
    );
  },
  "a list goes on with what another org has": (ports) => {
    const orgs = new Set<string>();
    const { services } = ports;
    return {
      ...ports,
      services: {
        ...services,
        insert: (service) => {
          orgs.add(service.org);
          return services.insert(service);
        },
        page: async (org, limit, after) => {
          const pages = await Promise.all([...orgs].map((one) => services.page(one, limit, after)));
          return after === undefined ? services.page(org, limit) : pages.flat().slice(0, limit);
        },
      },
    };
  },
  "a data service shows the pipelines of another org": (ports) => ({
    ...ports,
    pipelines: { ...ports.pipelines, findMany: (_, ids) => ports.pipelines.findMany("acme", ids) },
  }),
  "the journal names the first org for whatever happened": (ports) => ({
    ...ports,
    journal: {
      ...ports.journal,
      putIfAbsent: (event) =>
        ports.journal.putIfAbsent({ ...event, metadata: { ...event.metadata, org: "acme" } }),
    },
  }),
};
