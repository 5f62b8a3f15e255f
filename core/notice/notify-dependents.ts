import type { Clock, Instant } from "../clock.ts";
import type { Ids } from "../ids.ts";
import type { Pipeline } from "../pipeline/pipeline.ts";
import type { Pipelines } from "../pipeline/pipelines.ts";
import type { Policies } from "../policy/policies.ts";
import { policyByDefault } from "../policy/policy.ts";
import type { Log } from "../ports.ts";
import type { Services } from "../service/services.ts";
import type { ConcerningEvent } from "./concerning.ts";
import { lettersTo } from "./letters.ts";
import type { Mail } from "./mail.ts";
import { messageTo } from "./mail-text.ts";
import type { Mails } from "./mails.ts";
import { type Notices, noticeFor } from "./notice.ts";
import type { Progress } from "./progress.ts";
import { sendMail } from "./send-mail.ts";
import { tellingOf } from "./wording.ts";

export interface NotifyPorts {
  clock: Clock;
  ids: Ids;
  log: Log;
  services: Pick<Services, "find">;
  pipelines: Pick<Pipelines, "findMany">;
  policies: Pick<Policies, "find">;
  notices: Notices;
  mails: Mails;
  /** Undefined where no sender is set: then nobody is mailed. */
  mail: Mail | undefined;
}

/**
 * How a pass ends, and where the next one goes on. `rest`: time was up, and going on at once gets on. `later`: it would
 * not. SES takes no mail now, or of one nobody knows yet whether it went out.
 */
export type Ending = { is: "done" } | { is: "rest"; from: Progress } | { is: "later"; from: Progress };

/** Written at the same time; an org's records share a partition with other requests. */
const AT_ONCE = 25;

/**
 * Tells whoever depends on a key what happened to it:
 *
 * 1. the data service says which pipelines link it, also when it is deleted. Dies before the next: nothing is done
 * 2. each pipeline gets its notice, once, which carries the event that the relay delivers. Dies between: those there
 *    are delivered, and the retry writes the others
 * 3. each contact gets its mail, once (send-mail.ts). Dies between: the retry leaves out whoever had theirs, and ends
 *    `later` because of the one that was under way
 *
 * Everything may be done again. It stops at `until` and says how it ends. Throws CallFailed when the table cannot be read
 * or written.
 */
export async function notifyDependents(
  ports: NotifyPorts,
  event: ConcerningEvent,
  from: Progress,
  until: Instant,
): Promise<Ending> {
  const pipelines = await dependentsOf(ports, event);
  if (from.mailsAfter === undefined) {
    const noticesAfter = await giveNotice(ports, event, pipelines, from.noticesAfter ?? "", until);
    if (noticesAfter !== undefined) return { is: "rest", from: { ...from, noticesAfter } };
  }
  return mailContacts(ports, event, pipelines, from, until);
}

/** In the order of their ids. */
async function dependentsOf(ports: NotifyPorts, { metadata, data }: ConcerningEvent): Promise<Pipeline[]> {
  const { org } = metadata;
  const service = await ports.services.find({ org, serviceId: data.serviceId });
  return ports.pipelines.findMany(org, [...new Set(service?.pipelineIds)].sort());
}

/** The last pipeline that was told when the time was up; undefined when all have been. */
async function giveNotice(
  { notices, clock }: NotifyPorts,
  event: ConcerningEvent,
  pipelines: readonly Pipeline[],
  after: string,
  until: Instant,
): Promise<string | undefined> {
  const telling = tellingOf(event, "this pipeline");
  const left = pipelines.filter(({ pipelineId }) => pipelineId > after);
  for (let from = 0; from < left.length; from += AT_ONCE) {
    const some = left.slice(from, from + AT_ONCE);
    await Promise.all(
      some.map((pipeline) => notices.insert(noticeFor(event, telling, pipeline, clock.now()))),
    );
    const isLast = from + AT_ONCE >= left.length;
    if (!isLast && clock.now() >= until) return some.at(-1)?.pipelineId;
  }
  return undefined;
}

async function mailContacts(
  ports: NotifyPorts,
  event: ConcerningEvent,
  pipelines: readonly Pipeline[],
  from: Progress,
  until: Instant,
): Promise<Ending> {
  const { mail, clock, policies } = ports;
  if (!mail) return { is: "done" };
  const { org, eventId } = event.metadata;
  const { policy } = (await policies.find({ org })) ?? policyByDefault;
  let { mailsAfter = "", unsettled } = from;
  const letters = lettersTo(pipelines, policy.contacts).filter(({ addressHash }) => addressHash > mailsAfter);
  let sent = 0;
  for (const letter of letters) {
    const here = { since: from.since, mailsAfter, unsettled };
    if (clock.now() >= until) return { is: "rest", from: here };
    const outcome = await sendMail({ ...ports, mail }, { org, eventId }, messageTo(letter, event), until);
    // More than a second's share is used up when not one was taken in all this time.
    if (outcome === "not_now") return { is: sent > 0 ? "rest" : "later", from: here };
    if (outcome === "sent") sent += 1;
    if (outcome === "unsettled") unsettled = true;
    mailsAfter = letter.addressHash;
  }
  return unsettled ? { is: "later", from: { since: from.since, mailsAfter: "" } } : { is: "done" };
}
