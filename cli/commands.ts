import type { Command } from "./command.ts";

/** By name; one of two words says what is done to what. Each is loaded when it is asked for: most are small, some are not. */
export const commands: Readonly<Record<string, () => Promise<Command>>> = {
  services: async () => (await import("./http/services.ts")).services,
  connections: async () => (await import("./http/connections.ts")).connections,
  due: async () => (await import("./http/due.ts")).due,
  history: async () => (await import("./http/history.ts")).history,
  "events tail": async () => (await import("./http/events-tail.ts")).eventsTail,
  add: async () => (await import("./http/add.ts")).add,
  reset: async () => (await import("./http/reset.ts")).reset,
  retire: async () => (await import("./http/end-of-key.ts")).retire,
  restore: async () => (await import("./http/end-of-key.ts")).restore,
  remove: async () => (await import("./http/remove.ts")).remove,
  identify: async () => (await import("./http/identify.ts")).identify,
  policy: async () => (await import("./http/policy.ts")).policy,
  adopt: async () => (await import("./adopt.ts")).adopt,
  "org delete": async () => (await import("./delete-org.ts")).deleteOrgCommand,
  reconcile: async () => (await import("./reconcile.ts")).reconcileCommand,
};

export const usage = `What an operator of Keyturn does in a terminal.

Usage: npm run --silent keyturn -- <command> [options]

Over HTTP, with a token of somebody who manages keys:
  services             the data services
  connections          the connections, with the age and the last use of their keys
  due                  what needs somebody: keys that are due, or will be
  history              what happened to a connection, or in the org
  events tail          the events of the laptop's bus, as they are told
  add                  adds a data service
  reset                creates or resets an access key, and shows the pair once
  retire, restore      ends a staged reset early, or brings its old key back
  remove               removes an access key
  identify             who reads and writes a file
  policy               shows or changes the rules of the org

On AWS, with credentials of your own, rarely:
  adopt                takes users that were there before Keyturn under management
  org delete           deletes an org for good
  reconcile            after the table was restored from a backup

Each says more with --help, with examples.

Environment: KEYTURN_URL (default: the laptop's, http://127.0.0.1:3000), KEYTURN_TOKEN.
What is answered goes to standard output, all else to standard error. With --json also what is refused: {error: {…}}.
Exit code: 0 done; 1 refused, or something is left, and was said; 2 said wrongly, nothing was done; 3 no answer, or not
for now: try again; 4 a key was made and its secret is lost.

Examples:
  export KEYTURN_TOKEN=$(npm run --silent token -- --org acme --role admin)
  npm run --silent keyturn -- add "Sales data"
  npm run --silent keyturn -- reset "Sales data"
`;

interface Asked {
  name: string;
  /** None is called so. */
  load?: () => Promise<Command>;
  args: string[];
}

/** The command that the words begin with, and its arguments. */
export function commandIn(words: readonly string[]): Asked {
  const [first = "", second, ...rest] = words;
  const pair = `${first} ${second}`;
  if (Object.hasOwn(commands, pair)) return found(pair, rest);
  if (Object.hasOwn(commands, first)) return found(first, words.slice(1));
  const ofGroup = Object.keys(commands).filter((name) => name.startsWith(`${first} `));
  const [only] = ofGroup;
  if (only && (second === "--help" || second === "-h")) return found(only, ["--help"]);
  const isTwo = second !== undefined && !second.startsWith("-") && ofGroup.length > 0;
  return { name: isTwo ? pair : first, args: [] };
}

function found(name: string, args: string[]): Asked {
  const load = commands[name];
  return { name, ...(load && { load }), args };
}
