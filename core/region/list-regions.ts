import type { Org } from "../org/org.ts";
import type { RecordPorts } from "../ports.ts";
import { regionalIdsOf } from "./region.ts";
import { type RegionView, viewRegion } from "./region-view.ts";

/**
 * Every region of the deployment with the status of the org's key there: those without a key first, and of these the
 * ones that can have one; otherwise in the deployment's order. One read. Throws CallFailed.
 */
export async function listRegions(ports: RecordPorts, org: Org): Promise<RegionView[]> {
  const { regions } = ports.deployment;
  const idOf = ({ region }: { region: string }) => regionalIdsOf(org, region).connectionId;
  const connections = await ports.connections.findMany(org, regions.map(idOf));
  const byId = new Map(connections.map((connection) => [connection.connectionId, connection]));
  const now = ports.clock.now();
  return regions.map((region) => viewRegion(region, byId.get(idOf(region)), now)).sort(inOrder);
}

function inOrder(a: RegionView, b: RegionView): number {
  return placeOf(a) - placeOf(b);
}

function placeOf({ status, enabled }: RegionView): number {
  if (status !== "not_configured") return 2;
  return enabled ? 0 : 1;
}
