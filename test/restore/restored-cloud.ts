import type { Caller } from "../../core/caller/caller.ts";
import { instant, MINUTE_MS, msBetween } from "../../core/clock.ts";
import { addConnection } from "../../core/connection/add-connection.ts";
import type { Connection } from "../../core/connection/connection.ts";
import { type IssuedAccessKey, resetAccessKey } from "../../core/key/reset-access-key.ts";
import { reveal } from "../../core/secret.ts";
import { createService } from "../../core/service/create-service.ts";
import { interrupt } from "../../core/testing/interrupt.ts";
import { anAdmin, TestClock } from "../../core/testing/memory-ports.ts";
import { codeOf } from "../../core/testing/scene.ts";
import { outliveTombstones, recover } from "../faults/recover.ts";
import { cloudPorts } from "../support/cloud-ports.ts";
import { opensFolder } from "../support/key-holder.ts";
import { openTestCloud, type TestCloud } from "../support/test-cloud.ts";
import { type Backup, restore, takeBackup } from "./backup.ts";

const by: Caller = { ...anAdmin, org: "restored" };

/** Somebody's key, of which no request was ever signed, and where it belongs. */
interface GivenKey {
  connection: Connection;
  accessKeyId: string;
  secretAccessKey: string;
}

/** A cloud whose table was restored from a backup, while IAM went on. It is now, by the operator's clock too. */
export interface RestoredCloud {
  cloud: TestCloud;
  given: Record<"untouched" | "midReset" | "resetSince" | "connectionSince" | "serviceSince", GivenKey>;
  /** The keys before those that were given last. */
  former: Record<"midReset" | "resetSince", string>;
  find(key: GivenKey): Promise<Connection | undefined>;
  /** Whether an S3 client can list the folder with it. */
  opensFolder(key: GivenKey): Promise<boolean>;
  /** The schedule, over two days and more. */
  days(): Promise<void>;
}

/**
 * Each of five connections is somewhere else when the backup is taken:
 * `untouched` has its key; `midReset` is about to have a new one created; `resetSince` is reset later;
 * `connectionSince` is named by its service and not yet made; `serviceSince` is not thought of.
 */
export async function openRestoredCloud(): Promise<RestoredCloud> {
  const clock = new TestClock(instant(Date.now() - 120 * MINUTE_MS));
  const cloud = await openTestCloud({ clock });
  const ports = cloudPorts(cloud);
  const made = async (name: string) => (await createService(ports, by, { name })).connection;
  const issue = async (connection: Connection): Promise<GivenKey> => {
    const issued = await resetAccessKey(ports, by, connection.connectionId, { reason: "other" });
    const { accessKeyId, secretAccessKey } = issued as IssuedAccessKey;
    return { connection, accessKeyId, secretAccessKey: reveal(secretAccessKey) };
  };

  const untouched = await issue(await made("Untouched"));
  const [midReset, resetSince] = [await made("Mid reset"), await made("Reset since")];
  const former = {
    midReset: (await issue(midReset)).accessKeyId,
    resetSince: (await issue(resetSince)).accessKeyId,
  };
  const { serviceId } = await made("More since");
  clock.advance(30 * MINUTE_MS);
  const add = () => addConnection(ports, by, serviceId, { idempotent: { keyHash: "k1", bodyHash: "b" } });
  interrupt(ports.connections, "insert", "dies_before");
  await codeOf(add());
  let backup: Backup = [];
  const { create } = ports.accessKeys;
  ports.accessKeys.create = async (...args) => {
    backup = await takeBackup(cloud, ports);
    return create(...args);
  };
  const midGiven = await issue(midReset);
  ports.accessKeys.create = create;
  clock.advance(10 * MINUTE_MS);
  const given = {
    ...{ untouched, midReset: midGiven, resetSince: await issue(resetSince) },
    connectionSince: await issue(await add()),
    serviceSince: await issue(await made("Service since")),
  };
  clock.advance(msBetween(clock.now(), instant(Date.now())));
  await restore(cloud, ports, backup);
  return {
    ...{ cloud, given, former },
    find: ({ connection }) => ports.connections.find(connection),
    opensFolder: (key) => opensFolder(cloud, key.connection, key),
    async days() {
      await recover(cloud, ports);
      await outliveTombstones(cloud, ports);
      await recover(cloud, ports);
    },
  };
}
