import type { Connection } from "@keyturn/client";
import { countOf, exitCodes, say, UsageFault } from "../output.ts";
import { commonUsage, httpCommand } from "./http-command.ts";
import { showList } from "./show-list.ts";

const DAY_MS = 86_400_000;

export const due = httpCommand({
  usage: `Usage: npm run --silent keyturn -- due [options]

What needs somebody: keys that are due for a reset or will be, the oldest first, and connections whose key is disabled.

  --within <days>      how far ahead to look (default: 30)
${commonUsage}

Examples:
  npm run --silent keyturn -- due
  npm run --silent keyturn -- due --within 0 --json | wc -l      how many are due now

With --json a connection a line, as GET /v1/connections answers it.
`,
  options: { within: { type: "string", default: "30" } },
  async run({ within, json }, _, { client }) {
    if (!/^\d{1,4}$/.test(within)) throw new UsageFault("--within is a number of days.");
    const { asOf, retirementsHeld, oldestKey } = await client.GET("/v1/summary");
    const now = Date.parse(asOf);
    const until = now + Number(within) * DAY_MS;
    const found: Connection[] = [];
    for await (const one of client.each("/v1/connections", { params: { query: { limit: 100 } } })) {
      if (one.status === "disabled" || Date.parse(one.rotationDueAt ?? "") <= until) found.push(one);
    }
    const at = ({ rotationDueAt }: Connection) => rotationDueAt ?? "";
    found.sort((one, other) => (at(one) < at(other) ? -1 : 1));
    await showList(each(found), json, {
      DUE: (one) => (one.status === "disabled" ? "disabled" : inDays(Date.parse(at(one)) - now)),
      SERVICE: ({ serviceName }) => serviceName,
      CONNECTION: ({ connectionId }) => connectionId,
      "ACCESS KEY": ({ accessKeyId }) => accessKeyId ?? "",
      AGE: ({ keyAgeDays }) => (keyAgeDays === null ? "" : `${keyAgeDays} d`),
    });
    if (oldestKey) say(`The oldest key is ${countOf(oldestKey.keyAgeDays, "day")} old.`);
    if (retirementsHeld > 0)
      say(`${countOf(retirementsHeld, "old key")} cannot be retired yet: still in use.`);
    return exitCodes.done;
  },
});

async function* each<Item>(items: Item[]): AsyncGenerator<Item> {
  yield* items;
}

function inDays(ms: number): string {
  const days = Math.floor(Math.abs(ms) / DAY_MS);
  if (days === 0) return ms < 0 ? "now" : "today";
  return ms < 0 ? `${countOf(days, "day")} ago` : `in ${countOf(days, "day")}`;
}
