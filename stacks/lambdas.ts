import type { StackFact } from "../functions/env.ts";
import type { LambdaName } from "../functions/routes.ts";
import { behaviourIn, type DeploySettings } from "../functions/settings.ts";
import { schedule, stream, subscriptions } from "../functions/subscriptions.ts";
import { type Granted, grantsFor } from "./grants.ts";
import { type Lambda, type LambdaArgs, makeLambda } from "./lambda.ts";
import { bucketsOf } from "./storage.ts";
import { makeWorker, type Worker } from "./worker.ts";

type WorkerName = keyof typeof subscriptions | "relayOutbox" | "startSweep";

/** Every Lambda there is: those of the routes, by the names of functions/routes.ts, and those nobody waits for. */
export type Lambdas = Record<LambdaName, Lambda> & Record<WorkerName, Worker>;

export interface Surroundings extends Omit<Granted, "adoptedUserPaths" | "mailSender"> {
  settings: DeploySettings;
  environment: NodeJS.ProcessEnv;
}

/** Lambda gives CPU by memory, and CPU is what a cold start needs: docs/operate.md has the figures. */
const memory: Record<LambdaName | WorkerName, LambdaArgs["memory"]> = {
  open: "256 MB",
  read: "1024 MB",
  write: "1024 MB",
  keys: "1024 MB",
  pairs: "1024 MB",
  provision: "1024 MB",
  regional: "1024 MB",
  deprovision: "1024 MB",
  adopt: "1024 MB",
  relayOutbox: "512 MB",
  startSweep: "256 MB",
  sweepShard: "512 MB",
  findDrift: "256 MB",
  notifyDependents: "512 MB",
};

export function makeLambdas(surroundings: Surroundings): Lambdas {
  const { settings } = surroundings;
  const { KEYTURN_ADOPTED_USER_PATHS: adoptedUserPaths, KEYTURN_MAIL_SENDER: mailSender } = settings;
  const grants = grantsFor({ ...surroundings, adoptedUserPaths, mailSender });
  const environment = environmentOf(surroundings);
  const argsOf = (name: keyof Lambdas, handler: string): LambdaArgs => ({
    handler,
    grants: grants[name],
    environment,
    memory: memory[name],
    paused: settings.KEYTURN_PAUSED,
  });
  const route = (name: LambdaName) => makeLambda(name, argsOf(name, `functions/lambdas/${name}.handler`));
  const worker = (name: WorkerName, { handler }: { handler: string }) =>
    makeWorker(name, argsOf(name, handler));
  return {
    open: route("open"),
    read: route("read"),
    write: route("write"),
    keys: route("keys"),
    pairs: route("pairs"),
    provision: route("provision"),
    regional: route("regional"),
    deprovision: route("deprovision"),
    adopt: route("adopt"),
    relayOutbox: worker("relayOutbox", stream),
    startSweep: worker("startSweep", schedule),
    sweepShard: worker("sweepShard", subscriptions.sweepShard),
    findDrift: worker("findDrift", subscriptions.findDrift),
    notifyDependents: worker("notifyDependents", subscriptions.notifyDependents),
  };
}

/** What functions/env.ts reads: the operator's settings as they were given, and what was made for them. */
function environmentOf(surroundings: Surroundings): Record<string, $util.Input<string>> {
  const { table, buses, storage, boundary, environment } = surroundings;
  const { accountId } = aws.getCallerIdentityOutput();
  const facts: Record<StackFact, $util.Input<string>> = {
    KEYTURN_TABLE: table.name,
    KEYTURN_BUS: buses.keyturn.name,
    KEYTURN_INTERNAL_BUS: buses.internal.name,
    KEYTURN_BUCKETS: bucketsOf(storage),
    KEYTURN_ACCOUNT_ID: accountId,
    KEYTURN_BOUNDARY_ARN: boundary.arn,
  };
  return { ...behaviourIn(environment), ...facts };
}
