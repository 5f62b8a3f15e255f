import { ProcessDied } from "./interrupt.ts";

/** The last call of a process: before it had its effect, or right after. */
export type Death = { call: number; after: boolean };

const PORTS = [
  "connections",
  "services",
  "policies",
  "pipelines",
  "agenda",
  "outboxes",
  "journal",
  "bus",
  "accessKeys",
  "provisioning",
  "userList",
  "unmanagedUsers",
  "secrets",
  "pairChecks",
];

/**
 * The same ports in the hands of a process that dies at a call: whatever it does then comes to nothing. `calls` says how
 * many it made; `more` are ports that die beside those that every process has.
 */
export function dyingPorts<Ports extends object>(
  ports: Ports,
  death: Death | undefined,
  more: readonly string[] = [],
): { ports: Ports; calls: () => number } {
  let calls = 0;
  let dead = false;
  const call = async (send: () => Promise<unknown>, name: string) => {
    if (dead) throw new ProcessDied(name);
    const isLast = calls++ === death?.call;
    if (isLast) dead = true;
    if (isLast && !death?.after) throw new ProcessDied(name);
    const value = await send();
    if (isLast) throw new ProcessDied(name);
    return value;
  };
  const interposed = Object.entries(ports).map(([name, port]) => [
    name,
    PORTS.includes(name) || more.includes(name) ? interpose(port as object, call) : port,
  ]);
  return { ports: Object.fromEntries(interposed) as Ports, calls: () => calls };
}

type Call = (send: () => Promise<unknown>, name: string) => Promise<unknown>;

function interpose(port: object, call: Call): object {
  return new Proxy(port, {
    get(target, name) {
      const method = Reflect.get(target, name) as unknown;
      if (typeof method !== "function") return method;
      return (...args: unknown[]) => call(() => method.apply(target, args), String(name));
    },
  });
}
