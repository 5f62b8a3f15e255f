import { IAMClient } from "@aws-sdk/client-iam";
import { SECOND_MS } from "../../core/clock.ts";
import { adoptedServiceIdOf, firstConnectionIdOf } from "../../core/ids.ts";
import { LEASE_MS } from "../../core/key/operation.ts";
import { allInChunks } from "../../core/record/in-chunks.ts";
import { aPipeline } from "../../core/testing/sample-notices.ts";
import { abandonedOf } from "../faults/abandoned.ts";
import { FaultyProcess } from "../faults/faulty-process.ts";
import { keyOperations, type Operation } from "../faults/operations.ts";
import { emptyOrg, type Seed } from "../faults/seeds.ts";
import type { CloudPorts } from "../support/cloud-ports.ts";
import { addPortalUser } from "../support/portal-user.ts";
import type { TestCloud } from "../support/test-cloud.ts";
import { AT_ONCE, ask, send } from "./requests.ts";

/** A user moves in, has its key reset, and moves out: as its Lambdas do it. */
export async function adoptSomebody(cloud: TestCloud, calm: CloudPorts): Promise<void> {
  const adopted = await movedIn(cloud, calm);
  await ask(adopted, { route: "resetAccessKey", body: { reason: "scheduled" } });
  await ask(adopted, { route: "getConnection" });
  await ask(adopted, { route: "deleteService", query: { confirm: adopted.service.name } });
}

/** The reset of an adopted user's key that needs most is abandoned after each of its calls, and each who can finish it does. */
export async function abandonAdopted(cloud: TestCloud, calm: CloudPorts): Promise<void> {
  const compromised = keyOperations.find(({ name }) => name === "reset, compromised") as Operation;
  const plain = new FaultyProcess(cloud, compromised.lambda);
  const first = await movedIn(cloud, calm);
  await plain.run((ports) => compromised.run(ports, first));
  for (const next of [compromised.name, "delete-service", "remove", undefined]) {
    const waiting: Seed[] = [];
    for (const _ of plain.calls) waiting.push(await movedIn(cloud, calm));
    const operation = { ...compromised, seed: async () => waiting.pop() as Seed };
    const left: Seed[] = [];
    for (const one of abandonedOf({ cloud, calm }, operation, plain.calls)) left.push(await one.seed(calm));
    cloud.clock.advance(LEASE_MS + SECOND_MS);
    if (next) await allInChunks(left, AT_ONCE, (one) => send(one, next));
  }
}

async function movedIn(cloud: TestCloud, calm: CloudPorts): Promise<Seed> {
  const seed = await emptyOrg();
  const { org } = seed;
  const userName = `s3-${org}`;
  const [given] = await addPortalUser(new IAMClient(cloud.aws), { userName, path: "/portal/s3/", org });
  await calm.pipelines.insert(aPipeline(org, "nightly"));
  const place = { bucket: "portal-data", folder: "sales/" };
  const row = { serviceName: "Sales", ...place, userName, pipelineIds: ["nightly"] };
  const superAdmin = { ...seed, caller: { ...seed.caller, role: "super_admin" as const } };
  await ask(superAdmin, { route: "adoptUsers", body: { rows: [row] } });
  const serviceId = adoptedServiceIdOf(org, { cellId: "main", userName });
  const service = await calm.services.find({ org, serviceId });
  const connection = await calm.connections.find({ org, connectionId: firstConnectionIdOf(serviceId) });
  if (!service || !connection || !given) throw new Error("nobody was adopted");
  return { ...seed, service, connection, given };
}
