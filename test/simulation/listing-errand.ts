import { listConnections } from "../../core/connection/list-connections.ts";
import { orgHistory } from "../../core/journal/history.ts";
import type { Page } from "../../core/page.ts";
import { listServices } from "../../core/service/list-services.ts";
import type { AllPorts } from "./all-ports.ts";
import type { Chooser, Wish } from "./errands.ts";

type List = (
  ports: AllPorts,
  org: string,
  request: { limit: number; cursor?: string },
) => Promise<Page<unknown>>;

const lists: Record<string, List> = {
  services: (ports, org, request) => listServices(ports, org, request, () => true),
  connections: listConnections,
  history: orgHistory,
};

/** Reads a list page by page, and begins now and then with a cursor that somebody, of whatever org, was given. */
export function listing({ world, random }: Chooser): Wish {
  const name = random.pick(Object.keys(lists));
  const list = lists[name] as List;
  const limit = random.between(1, 3);
  const given = world.cursors.filter((one) => one.list === name);
  const first = random.chance(0.3) && given.length > 0 ? random.pick(given).cursor : undefined;
  return {
    kind: "list",
    target: "",
    request: { name },
    async send(ports, { org }) {
      const items: unknown[] = [];
      let cursor = first;
      do {
        const page = await list(ports, org, { limit, ...(cursor && { cursor }) });
        items.push(...page.items);
        cursor = page.cursor ?? undefined;
        if (cursor) world.cursors.push({ list: name, cursor });
      } while (cursor);
      return items;
    },
  };
}
