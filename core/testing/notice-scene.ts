import type { Instant } from "../clock.ts";
import { plus, SECOND_MS } from "../clock.ts";
import { CallFailed } from "../errors.ts";
import type { ConcerningEvent } from "../notice/concerning.ts";
import type { Mail, Message } from "../notice/mail.ts";
import { type Ending, type NotifyPorts, notifyDependents } from "../notice/notify-dependents.ts";
import type { Progress } from "../notice/progress.ts";
import type { Pipeline } from "../pipeline/pipeline.ts";
import { changePolicy } from "../policy/change-policy.ts";
import { Policy } from "../policy/policy.ts";
import { anAdmin, memoryWorld, type TestClock } from "./memory-ports.ts";
import { anEventOf } from "./sample-notices.ts";
import { aService } from "./sample-records.ts";
import { relay } from "./scene.ts";

/** SES in memory: takes so long for a mail, and so many a second. */
class MemoryMail implements Mail {
  readonly sent: Message[] = [];
  /** Addresses that it refuses for good. */
  readonly refuses = new Set<string>();
  readonly #clock: TestClock;
  readonly #perSecond: number;
  #recent: Instant[] = [];

  constructor(clock: TestClock, perSecond = Number.POSITIVE_INFINITY) {
    this.#clock = clock;
    this.#perSecond = perSecond;
  }

  async send(message: Message) {
    await this.#clock.sleep(20);
    const now = this.#clock.now();
    this.#recent = this.#recent.filter((at) => plus(at, SECOND_MS) > now);
    if (this.#recent.length >= this.#perSecond) throw new CallFailed("SendEmail", "throttled");
    this.#recent.push(now);
    if (this.refuses.has(message.to)) return "refused" as const;
    this.sent.push(message);
    return "sent" as const;
  }
}

interface Told {
  pipelines: Pipeline[];
  policyContacts?: string[];
  mailsPerSecond?: number;
}

/** A data service with these pipelines, an event about its key, and what the dependents hear of it. */
export async function noticeScene({ pipelines, policyContacts = [], mailsPerSecond }: Told) {
  const world = memoryWorld();
  const { clock, bus } = world;
  const pipelineIds = pipelines.map(({ pipelineId }) => pipelineId);
  const service = aService("acme", { pipelineIds });
  await world.ports.services.insert(service);
  for (const pipeline of pipelines) await world.ports.pipelines.insert(pipeline);
  const mail = new MemoryMail(clock, mailsPerSecond);
  const policy = Policy.parse({ contacts: policyContacts });
  await changePolicy(world.ports, { ...anAdmin, org: "acme" }, policy);
  await relay(world);
  const ports = {
    ...world.ports,
    mail,
  } satisfies NotifyPorts;
  const event: ConcerningEvent = anEventOf("KeyRotated", { data: { serviceId: service.serviceId } });
  const once = (from: Progress = {}, forMs = 12 * SECOND_MS): Promise<Ending> =>
    notifyDependents(ports, event, from, plus(clock.now(), forMs));
  return {
    ...world,
    ...{ ports, mail, service, event, once },
    /** As the worker does: goes on where time ran out. How many passes it took, and how the last one ended. */
    async notify(): Promise<{ passes: number; ends: "done" | "later" }> {
      let from: Progress = {};
      for (let passes = 1; ; passes++) {
        const ending = await once(from);
        if (ending.is !== "rest") return { passes, ends: ending.is };
        from = ending.from;
      }
    },
    /** The pipelines whose notices are delivered, each as often as it was, and what they were told. */
    async delivered() {
      await relay(world);
      return bus.events.filter((one) => one.type === "DependentPipelineNotice");
    },
    /** Who was mailed, as often as they were. */
    mailed: () => mail.sent.map(({ to }) => to).sort(),
  };
}
