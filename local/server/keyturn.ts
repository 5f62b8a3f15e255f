import { accessSync, constants, mkdirSync } from "node:fs";
import { createServer, type Server, type ServerResponse } from "node:http";
import { SECOND_MS } from "../../core/clock.ts";
import { useCredentials } from "../../functions/clients.ts";
import { env } from "../../functions/env.ts";
import { useClock, usePace } from "../../functions/ports.ts";
import { type LambdaName, type Route, routes } from "../../functions/routes.ts";
import { Background } from "../cloud/background.ts";
import { prepareExternalAws } from "../cloud/external-aws.ts";
import { httpLambdas } from "../cloud/lambdas.ts";
import { type LaptopAws, openLaptopAws } from "../cloud/laptop-aws.ts";
import { openLaptopClock } from "../cloud/laptop-clock.ts";
import { LaptopConsole } from "../console/laptop-console.ts";
import { tellOfDisk } from "../disk-fault.ts";
import { createGateway } from "../gateway/gateway.ts";
import type { LocalSettings } from "../settings.ts";
import { createIssuer } from "../tokens/tokens.ts";
import { closeServer, listen } from "./listen.ts";
import { type LocalConveniences, serveLocal } from "./local-routes.ts";

/** Keyturn, running on this machine. */
export interface RunningKeyturn {
  url: string;
  /** The laptop's AWS; undefined when another cloud is used. */
  awsUrl: string | undefined;
  console: LaptopConsole;
  /** The machine's clock was set back since the last start. */
  clockWasBehind: boolean;
  close(): Promise<void>;
}

/**
 * Starts the cloud, then the API in front of the same handlers that are deployed. One a process: the handlers
 * read this process's environment, as they do in a Lambda.
 */
export async function startKeyturn(settings: LocalSettings): Promise<RunningKeyturn> {
  makeDataDir(settings.dataDir);
  const clock = openLaptopClock(settings.dataDir);
  const background = new Background(settings.externalAws, clock.epochMs);
  const laptop = settings.externalAws
    ? undefined
    : await openLaptopAws(settings, clock, deliveriesTo(background));
  const environment = laptop ? laptop.environment : await prepareExternalAws(settings.regions);
  Object.assign(process.env, environment);
  if (laptop) useCredentials(laptop.credentials);
  useClock(clock);
  usePace({ pauseMs: 0, lookAgainMs: settings.iamDelayMs }); // its clock may have jumped past what its lists show
  try {
    env(); // a setting at fault stops the start, not the first request
    const laptopConsole = new LaptopConsole();
    const server = await apiServer(settings, laptopConsole, {
      ...{ clock, background },
      ...{ eventsSince: laptop?.eventsSince, mails: laptop?.mails },
    });
    const url = await listen(server, settings.port, "PORT");
    background.startSchedule();
    laptop?.deliverWhatIsLeft();
    const close = () => closeAll(server, background, laptop);
    const clockWasBehind = clock.wasBehindMs > SECOND_MS;
    return { url, awsUrl: laptop?.url, console: laptopConsole, clockWasBehind, close };
  } catch (error) {
    await laptop?.close();
    throw error;
  }
}

function makeDataDir(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    accessSync(dataDir, constants.W_OK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Error(
      `Keyturn cannot start: KEYTURN_DATA_DIR: ${dataDir} is no folder it can write to (${code})`,
    );
  }
}

/** The API, and what the laptop offers beside it. */
async function apiServer(
  settings: LocalSettings,
  laptopConsole: LaptopConsole,
  cloud: Omit<LocalConveniences, "issuer">,
): Promise<Server> {
  const issuer = await createIssuer({ dataDir: settings.dataDir });
  const gateway = createGateway({
    routes: Object.values<Route>(routes).map(({ method, path, access, lambda }) => ({
      method,
      path,
      lambda,
      open: access === "open",
    })),
    defaultLambda: "open" satisfies LambdaName,
    invoke: (lambda, event) => httpLambdas[lambda as LambdaName](event),
    verify: issuer.verify,
    corsOrigins: settings.corsOrigins,
    now: cloud.clock.epochMs,
  });
  return createServer(async (request, response) => {
    const wasLocal = await serveLocal({ ...cloud, issuer }, request, response).catch((error) =>
      failed(response, error),
    );
    if (!wasLocal && !laptopConsole.serve(request, response)) gateway(request, response);
  });
}

function deliveriesTo(background: Background) {
  return {
    onEvent: background.onEvent.bind(background),
    onStreamRecord: background.onStreamRecord.bind(background),
  };
}

function failed(response: ServerResponse, error: unknown): true {
  tellOfDisk(error);
  response.writeHead(500, { "content-type": "application/json" }).end('{"message":"Internal Server Error"}');
  return true;
}

async function closeAll(
  server: Server,
  background: Background,
  laptop: LaptopAws | undefined,
): Promise<void> {
  await closeServer(server);
  await background.close();
  await laptop?.close();
}
