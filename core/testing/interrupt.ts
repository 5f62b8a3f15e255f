import { CallFailed, type CallFailure } from "../errors.ts";

/**
 * What becomes of one call: `ok`; refused for a reason, without effect; `lost`, where it has its effect and no
 * reply comes; `again`, where the SDK sends it once more after a lost reply; or the process dies there.
 */
export type Interruption = "ok" | CallFailure | "lost" | "again" | "dies_before" | "dies_after";

/** Thrown where a process would have died: no code catches it. */
export class ProcessDied extends Error {}

type Method<Port> = {
  [Name in keyof Port]: Port[Name] extends (...args: never[]) => unknown ? Name : never;
}[keyof Port];

/** The next calls of the method go as told, one after the other; those after them are all right. */
export function interrupt<Port extends object>(
  port: Port,
  method: Method<Port> & string,
  ...interruptions: Interruption[]
): void {
  const left = [...interruptions];
  const original = port[method] as (...args: unknown[]) => Promise<unknown>;
  const call = async (...args: unknown[]) => {
    const next = left.shift() ?? "ok";
    if (next === "dies_before") throw new ProcessDied(method);
    const isBefore = next !== "ok" && next !== "lost" && next !== "again" && next !== "dies_after";
    if (isBefore) throw new CallFailed(method, next);
    const value = await original.apply(port, args);
    if (next === "lost") throw new CallFailed(method, "unknown");
    if (next === "dies_after") throw new ProcessDied(method);
    return next === "again" ? original.apply(port, args) : value;
  };
  Object.assign(port, { [method]: call });
}

type Args<Port, Name extends keyof Port> = Port[Name] extends (...args: infer Given) => unknown
  ? Given
  : never;

/** Right before the next call of the method, and no later one, something else happens. */
export function beforeNext<Port extends object, Name extends Method<Port> & string>(
  port: Port,
  method: Name,
  act: (...args: Args<Port, Name>) => unknown,
): void {
  onNext(port, method, async (call, args) => {
    await act(...(args as Args<Port, Name>));
    return call();
  });
}

/** Something else happens right after the next call of the method, before anybody sees its answer. */
export function afterNext<Port extends object, Name extends Method<Port> & string>(
  port: Port,
  method: Name,
  act: (...args: Args<Port, Name>) => unknown,
): void {
  onNext(port, method, async (call, args) => {
    const answer = await call();
    await act(...(args as Args<Port, Name>));
    return answer;
  });
}

/** What happens meanwhile may call the method, too: it is as it was before. */
function onNext(
  port: object,
  method: string,
  around: (call: () => unknown, args: unknown[]) => Promise<unknown>,
): void {
  const original = Reflect.get(port, method) as (...args: unknown[]) => unknown;
  const call = (...args: unknown[]) => {
    Object.assign(port, { [method]: original });
    return around(() => original.apply(port, args), args);
  };
  Object.assign(port, { [method]: call });
}
