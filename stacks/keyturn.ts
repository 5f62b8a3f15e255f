import { deploySettings } from "../functions/settings.ts";
import { raiseAlarms } from "./alarms.ts";
import { makeApi } from "./api.ts";
import { makeBoundary } from "./boundary.ts";
import { makeBuses, subscribe } from "./bus.ts";
import { makeConsole } from "./console.ts";
import { drawDashboard } from "./dashboard.ts";
import { makeLambdas } from "./lambdas.ts";
import { measure } from "./metrics.ts";
import { assertStage } from "./names.ts";
import { makeSchedule } from "./schedule.ts";
import { bucketsOf, makeStorage } from "./storage.ts";
import { followStream, makeTable } from "./table.ts";

/**
 * The whole deployment, from what is kept to what is watched. Throws one sentence, before anything is made, when
 * a setting is missing or wrong. Answers what an operator needs to go on.
 */
export function keyturn(environment: NodeJS.ProcessEnv) {
  const settings = deploySettings(environment);
  assertStage($app.stage);
  const table = makeTable(settings);
  const buses = makeBuses();
  const storage = makeStorage(settings);
  const boundary = makeBoundary(storage);
  const lambdas = makeLambdas({ settings, environment, table, buses, storage, boundary });
  const api = makeApi(settings, lambdas);
  const page = makeConsole(settings, api);
  followStream(settings, table, lambdas.relayOutbox);
  subscribe(buses, lambdas);
  makeSchedule(settings, lambdas);
  measure(lambdas);
  const alarms = raiseAlarms(settings, { api, table, lambdas });
  drawDashboard({ api, table, lambdas });
  return {
    api: api.url,
    ...page,
    table: table.name,
    bus: buses.keyturn.name,
    archive: buses.archive.name,
    alarms: alarms.arn,
    buckets: bucketsOf(storage),
  };
}
