import type { Connection } from "@keyturn/client";
import { exitCodes, UsageFault } from "../output.ts";
import { commonUsage, httpCommand } from "./http-command.ts";
import { showList } from "./show-list.ts";

const statuses = ["not_configured", "active", "due", "disabled"] as const;

export const connections = httpCommand({
  usage: `Usage: npm run --silent keyturn -- connections [options]

The connections of the org, each with its access key: where it is, how old, and when it was last used as far as is known.

  --status <status>    only those that stand so: ${statuses.join(", ")}
${commonUsage}

Examples:
  npm run --silent keyturn -- connections --status due
  npm run --silent keyturn -- connections --json | jq -r 'select(.keyAgeDays > 90) | .connectionId'

With --json a connection a line, as GET /v1/connections answers it. There is no secret in it.
`,
  options: { status: { type: "string" } },
  async run({ status, json }, _, { client }) {
    const isOne = statuses.find((one) => one === status);
    if (status !== undefined && !isOne) throw new UsageFault(`--status is one of ${statuses.join(", ")}.`);
    const query = { limit: 100, ...(isOne && { status: isOne }) };
    await showList<Connection>(client.each("/v1/connections", { params: { query } }), json, {
      CONNECTION: ({ connectionId }) => connectionId,
      SERVICE: ({ serviceName }) => serviceName,
      REGION: ({ region }) => region,
      STATUS: ({ status, drift }) => (drift ? `${status}, changed in IAM` : status),
      "ACCESS KEY": ({ accessKeyId }) => accessKeyId ?? "",
      AGE: ({ keyAgeDays }) => (keyAgeDays === null ? "" : `${keyAgeDays} d`),
      "LAST USED": ({ lastUsed }) => (lastUsed ? `${lastUsed.at} by ${lastUsed.service}` : ""),
      RETIRING: ({ retiring }) => retiring?.accessKeyId ?? "",
    });
    return exitCodes.done;
  },
});
