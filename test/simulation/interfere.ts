import type { Connection } from "../../core/connection/connection.ts";
import type { Patch } from "../../core/record/patch.ts";
import type { AllPorts } from "./all-ports.ts";

type Ref = Parameters<AllPorts["connections"]["update"]>[0];

/** The port with some methods replaced, wherever the others come from. */
export function over<Port extends object>(port: Port, methods: Partial<Port>): Port {
  return new Proxy(port, {
    get: (target, name) => {
      if (name in methods) return Reflect.get(methods, name);
      const value = Reflect.get(target, name) as unknown;
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

/** The ports with another way to write a connection. */
export function withUpdate(
  ports: AllPorts,
  update: (ref: Ref, patch: Patch<Connection>) => Promise<Connection>,
): AllPorts {
  const write: typeof ports.connections.write = async (ref, patch) => void (await update(ref, patch));
  return { ...ports, connections: { ...ports.connections, update, write } };
}
