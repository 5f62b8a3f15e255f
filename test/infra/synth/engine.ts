import type { Resource } from "../graph.ts";
import { fromPlatform } from "../platform.ts";
import type { Links } from "./env-types.ts";
import { answerCall } from "./mock-calls.ts";
import { type Asked, type Made, made } from "./mock-cloud.ts";
import { plain, revealed } from "./plain.ts";

/** What is used of Pulumi's runtime. */
interface Pulumi {
  runtime: {
    setMocks(
      mocks: Mocks,
      project: string,
      stack: string,
      preview: boolean,
      organization: string,
    ): Promise<void>;
    getMonitor(): Monitor;
    runInPulumiStack(program: () => Promise<unknown>): Promise<Record<string, unknown>>;
  };
}

/** Of the module that holds what Pulumi knows of a program. */
interface State {
  withLocalStorage<Result>(program: () => Result): Result;
}

interface Mocks {
  newResource(asked: Asked): Made;
  call(args: { token: string; inputs: object }): Record<string, unknown>;
}

interface Monitor {
  registerResource(request: Registration, callback: unknown): unknown;
  registerResourceOutputs(request: Outputs, callback: unknown): unknown;
}

/** The request to make a resource: what it says beside type, name and inputs. */
interface Registration {
  getType(): string;
  getName(): string;
  getProtect(): boolean;
  getRetainondelete(): boolean;
  getProvider(): string;
}

interface Outputs {
  getOutputs(): { toJavaScript(): Record<string, unknown> } | undefined;
}

/** An engine that makes nothing and writes down everything it is asked for. */
export interface Engine {
  /** Runs the stacks. What they leave to be computed is asked for until the process has nothing left to do. */
  run(program: () => Promise<unknown>): Promise<Record<string, unknown>>;
  resources: Resource[];
  links: Links;
}

/** Puts a mock in the place of Pulumi's engine and of AWS. */
export async function mockEngine(root: string, app: string, stage: string, region: string): Promise<Engine> {
  const { runtime } = fromPlatform<Pulumi>(root, "@pulumi/pulumi");
  const resources: Resource[] = [];
  const links: Links = {};
  const options = new Map<string, Partial<Resource>>();
  const newResource = (asked: Asked) => {
    const { type, name, inputs } = asked;
    const { id, arn, state } = made(asked, region);
    const asks = { lookedUp: Boolean(asked.id), inputs: plain(inputs) as Resource["inputs"] };
    const kept = { protect: false, retainOnDelete: false, ...options.get(`${type} ${name}`) };
    resources.push({ type, name, id, ...(arn && { arn }), ...asks, ...kept });
    return { id, state };
  };
  const call: Mocks["call"] = ({ token, inputs }) => answerCall(token, inputs, region);
  await runtime.setMocks({ newResource, call }, app, stage, false, "organization");
  listen(runtime.getMonitor(), {
    registerResource: (request) =>
      options.set(`${request.getType()} ${request.getName()}`, optionsOf(request)),
    registerResourceOutputs: (request) => noteLink(links, request),
  });
  return { run: (program) => runtime.runInPulumiStack(program), resources, links };
}

/** Runs an evaluation in which Pulumi knows nothing of another one. */
export function apart<Result>(root: string, evaluation: () => Result): Result {
  return fromPlatform<State>(root, "@pulumi/pulumi/runtime/state").withLocalStorage(evaluation);
}

/** Hears each request before the monitor does: what the mocks are told of it leaves the options out. */
function listen(
  monitor: Monitor,
  ears: { [Name in keyof Monitor]: (request: Parameters<Monitor[Name]>[0]) => void },
) {
  const { registerResource, registerResourceOutputs } = monitor;
  monitor.registerResource = (request, callback) => {
    ears.registerResource(request);
    return registerResource.call(monitor, request, callback);
  };
  monitor.registerResourceOutputs = (request, callback) => {
    ears.registerResourceOutputs(request);
    return registerResourceOutputs.call(monitor, request, callback);
  };
}

function optionsOf(request: Registration): Partial<Resource> {
  const provider = request.getProvider();
  return {
    protect: request.getProtect(),
    retainOnDelete: request.getRetainondelete(),
    ...(provider && { provider }),
  };
}

/** SST's LinkRef tells what a function that is linked to a component would read of it. */
function noteLink(links: Links, request: Outputs): void {
  const outputs = revealed(plain(request.getOutputs()?.toJavaScript() ?? {})) as {
    target?: string;
    properties?: Record<string, unknown>;
  };
  if (outputs.target && outputs.properties) links[outputs.target] = outputs.properties;
}
