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
  "a page of history goes on with what happened in another org": (ports) => {
    const orgs = new Set<string>();
    const { journal } = ports;
    return {
      ...ports,
      journal: {
        ...journal,
        putIfAbsent: (event) => {
          orgs.add(event.metadata.org);
          return journal.putIfAbsent(event);
        },
        ofOrg: async (org, request) => {
          const all = request.before === undefined ? [org] : [...orgs];
          const pages = await Promise.all(all.map((one) => journal.ofOrg(one, request)));
          return pages.flat().slice(-request.limit);
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
