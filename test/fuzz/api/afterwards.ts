import type { ApiAnswer } from "../../support/laptop.ts";
import { keysOf, rootIam, stateOf } from "../../support/left-behind.ts";
import { filesOf, placesWith } from "../../support/secret-search.ts";
import type { StartedProcess } from "../../support/started-process.ts";
import { CANARY } from "../hostile.ts";
import { logFaults } from "../log-faults.ts";
import type { Secrets } from "../secrets.ts";
import { tokenOf } from "./furnish.ts";
import type { Acknowledged } from "./fuzz-api.ts";
import type { KnownOrg } from "./known-org.ts";

/** As many are looked for in every file: the search is slow. */
const SECRETS_LOOKED_FOR = 60;

/** Takes down what must not change, and answers what looks at everything when the run is over. */
export async function afterwards(process: StartedProcess, bystander: KnownOrg) {
  const before = JSON.stringify(await bystanderState());

  return async (orgs: KnownOrg[], told: Acknowledged[], secrets: Secrets): Promise<string[]> => {
    const faults: string[] = [];
    if (JSON.stringify(await bystanderState()) !== before) faults.push("the bystander's org has changed");
    for (const [at, org] of orgs.entries()) {
      faults.push(...(await ofConnections(process, org)));
      faults.push(...(await notTold(process, org, told[at] as Acknowledged)));
    }
    return [...faults, ...logFaults(process.said(), secrets), ...left(process.dataDir, secrets)];
  };

  async function bystanderState(): Promise<object> {
    const events = async () => (await process.call("GET", "/_local/events")).body.events;
    return stateOf(
      { ...process, events, token: (role = "", org = "") => tokenOf(process, org, role) },
      bystander.name,
    );
  }
}

async function all(process: StartedProcess, org: KnownOrg, list: string): Promise<ApiAnswer["body"][]> {
  const items: ApiAnswer["body"][] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const more = cursor && `&cursor=${encodeURIComponent(cursor)}`;
    const { body } = await process.call("GET", `/v1/${list}?limit=100${more}`, {
      token: org.tokens.get("super_admin") ?? "",
    });
    items.push(...body.items);
    cursor = body.cursor;
  }
  return items;
}

/** None is held by an operation that nobody ends, and IAM has the keys that its record names. */
async function ofConnections(process: StartedProcess, org: KnownOrg): Promise<string[]> {
  const faults: string[] = [];
  const iam = rootIam(process);
  const token = org.tokens.get("super_admin") ?? "";
  for (const one of await all(process, org, "connections")) {
    if (one.owner !== "provider") continue;
    const path = `/v1/connections/${one.connectionId}/access-key`;
    const { body } = await process.call("POST", path, {
      token,
      body: { expectedAccessKeyId: "NOBODYS0000000000000" },
    });
    if (body.code !== "key_changed" && body.code !== "too_many_operations")
      faults.push(`${one.connectionId} is stuck: ${body.code}`);
    const named = [one.accessKeyId, one.retiring?.accessKeyId].filter((id) => typeof id === "string").sort();
    const keys = (await keysOf(iam, one.userName)).map(({ AccessKeyId }) => AccessKeyId).sort();
    if (JSON.stringify(named) !== JSON.stringify(keys))
      faults.push(`${one.connectionId} names ${named}, IAM has ${keys}`);
  }
  return faults;
}

/** What was acknowledged and is not in the journal. */
async function notTold(process: StartedProcess, org: KnownOrg, told: Acknowledged): Promise<string[]> {
  const entries = await all(process, org, "history");
  const ids = new Set(entries.flatMap(({ data }) => [data.accessKeyId, data.serviceId]));
  const missing = [...told.accessKeyIds, ...told.serviceIds].filter((id) => !ids.has(id));
  return missing.map((id) => `${id} was acknowledged and is not in the history of ${org.name}`);
}

/** Secrets at rest outside of AWS's own stores of them. */
function left(dataDir: string, secrets: Secrets): string[] {
  const files = [...filesOf(dataDir)].filter(
    ([path]) => !/^(aws\/(iam|secrets|sts)\/|root-credentials)/.test(path),
  );
  const wanted = [CANARY, ...secrets.all().slice(0, SECRETS_LOOKED_FOR)];
  return placesWith(wanted, new Map(files)).map((place) => `a secret lies in ${place}`);
}
