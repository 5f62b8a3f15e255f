import {
  replaysWakeNobody,
  subscriptionsAreAsDeclared,
  theScheduleIsAsDeclared,
  theStreamWakesTheRelay,
} from "../invariants/subscriptions.ts";
import type { Mutant } from "./mutant.ts";

/** Faults in what wakes the functions. */
export const mutants: Mutant[] = [
  {
    name: "a rule for fewer events",
    file: "stacks/bus.ts",
    find: "eventPattern(listening)",
    replace: "eventPattern({ ...listening, detailTypes: [] })",
    breaks: subscriptionsAreAsDeclared,
    says: 'internal {"source":["keyturn"],"detail-type":[]} functions/schedule/sweep-shard.handler 0 should not be there',
  },
  {
    name: "a rule on the other bus",
    file: "stacks/bus.ts",
    find: "buses[listening.bus]",
    replace: 'buses[listening.bus === "keyturn" ? "internal" : "keyturn"]',
    breaks: subscriptionsAreAsDeclared,
    says: 'subscriptions: keyturn {"source":["keyturn"],"detail-type":["SweepShard"]}',
  },
  {
    name: "a replay tells dependents everything once more",
    file: "stacks/bus.ts",
    find: "eventPattern(listening)",
    replace: "eventPattern({ bus: listening.bus, detailTypes: listening.detailTypes })",
    breaks: replaysWakeNobody,
    says: "a replay wakes BusSubscriberNotifyDependentsRule",
  },
  {
    name: "every write wakes the relay",
    file: "stacks/table.ts",
    cut: "    filters: [stream.filter],\n",
    breaks: theStreamWakesTheRelay,
    says: "functions/events/relay-outbox.handler  10 10 3 true should not be there",
  },
  {
    name: "the stream goes on in a deployment that is paused",
    file: "stacks/table.ts",
    cut: "        enabled: !paused,\n",
    set: { KEYTURN_PAUSED: "true" },
    breaks: theStreamWakesTheRelay,
    says: "10 10 3 true should not be there",
  },
  {
    name: "one batch of the stream after the other",
    file: "stacks/table.ts",
    cut: "        parallelizationFactor: stream.batchesAtOnce,\n",
    breaks: theStreamWakesTheRelay,
    says: "10  3 true should not be there",
  },
  {
    name: "a schedule of its own",
    file: "stacks/schedule.ts",
    find: "everyMinutes} minute)",
    replace: "everyMinutes + 4} minutes)",
    breaks: theScheduleIsAsDeclared,
    says: "rate(5 minutes) functions/schedule/start-sweep.handler ENABLED should not be there",
  },
  {
    name: "the schedule goes on in a deployment that is paused",
    file: "stacks/schedule.ts",
    cut: "    enabled: !paused,\n",
    set: { KEYTURN_PAUSED: "true" },
    breaks: theScheduleIsAsDeclared,
    says: "ENABLED should not be there",
  },
];
