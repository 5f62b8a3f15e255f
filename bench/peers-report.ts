import type { Cost } from "./count-calls.ts";
import type { Operations } from "./operations.ts";
import { callsToListKeys, type Peer, peers } from "./peers.ts";
import { table } from "./table.ts";

const SIZES = [100, 1_000, 5_000];

/** What a reset costs and risks here, beside the ways in which it is done today. */
export function readablePeers({ costs }: Pick<Operations, "costs">): string {
  return [
    "What it takes to replace one user's key, who has an old one. Of the others, counted in their published source at the",
    "commit named below, where each call waits for the one before; of Keyturn, on the wire. Calls of a peer's own storage are",
    "not counted, Keyturn's reads and writes of its table are.",
    "",
    ...table([["", "calls", "of IAM", "round trips"], ...peers.map(countsOf), ...ownCounts(costs)]),
    "",
    ...table([
      [
        "",
        "the secret is kept in",
        "the old key ends",
        "it dies at the worst moment",
        "it finds what is due by",
      ],
      ...peers.map(({ name, kept, oldKeyEnds, worst, search }) => [name, kept, oldKeyEnds, worst, search]),
      [
        ...["Keyturn", "nothing", "once the new one is committed; staged, once nobody uses it"],
        ...[
          "after the commit, unanswered: the new key's secret is lost, the old key ends within about a minute; staged, it works on",
          "16 queries a minute",
        ],
      ],
    ]),
    "",
    `A run that lists the keys of every user asks IAM ${listing()}.`,
    "Keyturn asks IAM nothing about age.",
    "",
    "Sources:",
    "",
    ...peers.map(sourceOf),
  ].join("\n");
}

function countsOf({ name, calls }: Peer): string[] {
  const iam = calls.filter((call) => call.startsWith("IAM ")).length;
  return [name, ...[calls.length, iam, calls.length].map(String)];
}

/** A staged reset's are those until its old key is deactivated; deleting it later is one call of IAM more. */
function ownCounts(costs: Operations["costs"]): string[][] {
  const ways = {
    "Keyturn's reset": [costs["reset key"]],
    "Keyturn's staged reset, and the retirement": [costs["reset key, staged"], costs.retire],
  };
  return Object.entries(ways).map(([name, steps]) => {
    const sum = (count: (cost: Cost) => number) =>
      String(steps.reduce((total, cost) => total + count(cost), 0));
    const calls = sum(({ iamCalls, dynamoReads, dynamoWrites }) => iamCalls + dynamoReads + dynamoWrites);
    return [name, calls, sum(({ iamCalls }) => iamCalls), sum(({ roundTrips }) => roundTrips)];
  });
}

function listing(): string {
  const [last, ...others] = SIZES.map(
    (users) => `${count(callsToListKeys(users))} times for ${count(users)} users`,
  ).reverse();
  return `${others.reverse().join(", ")} and ${last}`;
}

function count(number: number): string {
  return number.toLocaleString("en");
}

function sourceOf({ name, source: { repository, commit, path } }: Peer): string {
  return `- ${name}: [${repository}](https://github.com/${repository}/blob/${commit}/${path}), \`${path.split("/").at(-1)}\``;
}
