import { eventsAreArchived, onlyTheRelaySpeaks, workIsAskedForByItsOwn } from "../invariants/bus.ts";
import type { Mutant } from "./mutant.ts";

/** Faults in who may put events where, and how long they are kept. */
export const mutants: Mutant[] = [
  {
    name: "the sweep may speak on the bus",
    file: "stacks/grants.ts",
    find: '      query("agenda"),\n',
    replace: '      query("agenda"),\n      speak(buses.keyturn),\n',
    breaks: onlyTheRelaySpeaks,
    says: "speakers on keyturn: sweepShard  should not be there",
  },
  {
    name: "the bus believes whoever may put events anywhere",
    file: "stacks/bus.ts",
    find: '            Effect: "Deny",',
    replace: '            Effect: "Allow",',
    breaks: onlyTheRelaySpeaks,
    says: "believed on keyturn: anybody",
  },
  {
    name: "the bus refuses the schedule's relay",
    file: "stacks/bus.ts",
    find: "[relayOutbox, startSweep]",
    replace: "[relayOutbox]",
    breaks: onlyTheRelaySpeaks,
    says: "StartSweepRole-bdvfbzta is missing",
  },
  {
    name: "who keeps the schedule may have anything mailed",
    file: "stacks/grants.ts",
    find: "ask(SWEEP_SHARD)]",
    replace: "speak(buses.internal)]",
    breaks: workIsAskedForByItsOwn,
    says: "speakers on internal: startSweep  should not be there",
  },
  {
    name: "any work may be asked for by who tells dependents",
    file: "stacks/grants.ts",
    find: "      ask(NOTIFY_DEPENDENTS),\n",
    replace: "      ask(NOTIFY_DEPENDENTS, SWEEP_SHARD),\n",
    breaks: workIsAskedForByItsOwn,
    says: "speakers on internal: notifyDependents NotifyDependents,SweepShard should not be there",
  },
  {
    name: "the internal bus believes anybody",
    file: "stacks/bus.ts",
    cut: '  onlyThese("InternalBus", buses.internal, [startSweep, sweepShard, findDrift, notifyDependents]);\n',
    breaks: workIsAskedForByItsOwn,
    says: "believed on internal: anybody",
  },
  {
    name: "the internal bus believes the relay, too",
    file: "stacks/bus.ts",
    find: "buses.internal, [startSweep,",
    replace: "buses.internal, [relayOutbox, startSweep,",
    breaks: workIsAskedForByItsOwn,
    says: "RelayOutboxRole",
  },
  {
    name: "events are forgotten after a week",
    file: "stacks/bus.ts",
    find: "retentionDays: ARCHIVED_DAYS",
    replace: "retentionDays: ARCHIVED_DAYS - 83",
    breaks: eventsAreArchived,
    says: " 7 {",
  },
  {
    name: "what Keyturn asks of itself can be replayed",
    file: "stacks/bus.ts",
    find: "eventSourceArn: keyturn.arn",
    replace: "eventSourceArn: internal.arn",
    breaks: eventsAreArchived,
    says: "event-bus/keyturn-test-internal 90",
  },
];
