import { eventsAreArchived, onlyTheRelaySpeaks } from "../invariants/bus.ts";
import type { Mutant } from "./mutant.ts";

/** Faults in who may put events where, and how long they are kept. */
export const mutants: Mutant[] = [
  {
    name: "the sweep may speak on the bus",
    file: "stacks/grants.ts",
    find: '      query("agenda"),\n',
    replace: '      query("agenda"),\n      speak(buses.keyturn),\n',
    breaks: onlyTheRelaySpeaks,
    says: "speakers on keyturn: sweepShard should not be there",
  },
  {
    name: "the bus believes whoever may put events anywhere",
    file: "stacks/bus.ts",
    find: '            Effect: "Deny",',
    replace: '            Effect: "Allow",',
    breaks: onlyTheRelaySpeaks,
    says: "believed: anybody",
  },
  {
    name: "the bus refuses the schedule's relay",
    file: "stacks/bus.ts",
    find: ", startSweep.fn.nodes.role.arn]",
    replace: "]",
    breaks: onlyTheRelaySpeaks,
    says: "StartSweepRole-bdvfbzta is missing",
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
