import { readFileSync } from "node:fs";
import type { ChangePolicyBody } from "@keyturn/client";
import { exitCodes, print, UsageFault } from "../output.ts";
import { commonUsage, httpCommand } from "./http-command.ts";
import { placeOf } from "./place-of.ts";

export const policy = httpCommand({
  usage: `Usage: npm run --silent keyturn -- policy [options]

The rules of the org, as JSON: how old keys may grow, who is reminded and when, how resets are made.

  --put <file>         makes these the rules, - for standard input; what is left out is as by default. Super admins only
${commonUsage}

Examples:
  npm run --silent keyturn -- policy > rules.json
  npm run --silent keyturn -- policy --put rules.json
`,
  options: { put: { type: "string" } },
  async run({ put, json }, _, { client }) {
    const rules =
      put === undefined
        ? await client.GET("/v1/policy")
        : await client.PUT("/v1/policy", { body: readRules(put) });
    print(JSON.stringify(rules, undefined, json ? undefined : 2));
    return exitCodes.done;
  },
});

/** Whether they are rules Keyturn says, fault by fault. Throws UsageFault. */
function readRules(file: string): ChangePolicyBody {
  try {
    return JSON.parse(readFileSync(file === "-" ? 0 : placeOf(file), "utf8"));
  } catch (error) {
    const { code = "it is no JSON" } = error as { code?: string };
    throw new UsageFault(`The rules ${file} cannot be read (${code}).`, { showsUsage: false });
  }
}
