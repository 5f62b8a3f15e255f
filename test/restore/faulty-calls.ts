import { CallFailed } from "../../core/errors.ts";
import type { SweepPorts } from "../../core/ports.ts";
import { ProcessDied } from "../../core/testing/interrupt.ts";
import type { Random } from "../simulation/random.ts";

type Method = (...args: unknown[]) => Promise<unknown>;
type Fault = "dies before" | "dies after" | "no reply";
const PORTS = [
  "connections",
  "services",
  "policies",
  "accessKeys",
  "provisioning",
  "deprovisioning",
] as const;

/** Stands between Keyturn and its ports: lets a call fail now and then, and says when it is time for the backup. */
export class FaultyCalls {
  readonly #random: Random;
  readonly #takeBackup: () => void;
  /** Which calls are counted until the backup: any, or one that most depends on what follows it. */
  readonly #counted: string;
  #untilBackup: number;
  #untilFault = Number.POSITIVE_INFINITY;
  #fault: Fault = "dies before";

  constructor(random: Random, takeBackup: () => void) {
    this.#random = random;
    this.#takeBackup = takeBackup;
    this.#counted = random.pick(["any", "create", "insert"]);
    this.#untilBackup = random.between(1, this.#counted === "any" ? 200 : 9);
  }

  of(ports: SweepPorts): SweepPorts {
    const interposed = PORTS.map((name) => [name, this.#interpose(ports[name])]);
    return { ...ports, ...Object.fromEntries(interposed) };
  }

  /** One of the next few calls may go wrong. */
  mayFailOnce(): void {
    this.#untilFault = this.#random.chance(0.35) ? this.#random.between(1, 9) : Number.POSITIVE_INFINITY;
    this.#fault = this.#random.pick(["dies before", "dies after", "no reply"]);
  }

  #interpose(port: object): object {
    return new Proxy(port, {
      get: (target, name) => {
        const method = (target as Record<string | symbol, unknown>)[name];
        if (typeof method !== "function") return method;
        return (...args: unknown[]) => this.#call(String(name), method.bind(target) as Method, args);
      },
    });
  }

  async #call(name: string, method: Method, args: unknown[]): Promise<unknown> {
    const counts = this.#counted === "any" || this.#counted === name;
    if (counts && --this.#untilBackup === 0) this.#takeBackup();
    const isFaulty = --this.#untilFault === 0;
    if (isFaulty && this.#fault === "dies before") throw new ProcessDied(name);
    const answer = await method(...args);
    if (isFaulty && this.#fault === "dies after") throw new ProcessDied(name);
    if (isFaulty) throw new CallFailed(name, "unknown");
    return answer;
  }
}
