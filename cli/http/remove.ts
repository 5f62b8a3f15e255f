import { exitCodes, print, say, UsageFault } from "../output.ts";
import { isAtTerminal, typed } from "./ask.ts";
import { findConnection } from "./find-connection.ts";
import { commonUsage, httpCommand } from "./http-command.ts";
import { sayStakes } from "./stakes.ts";

export const remove = httpCommand({
  usage: `Usage: npm run --silent keyturn -- remove <connection> [options]

Removes the access key of a connection, which then has none: whatever uses it stops. The access key id is to be typed, or
said with --confirm.

  <connection>         its id (con_…), or the name of its data service or of its user
  --confirm <id>       the access key id, where nobody is there to type it
${commonUsage}

Examples:
  npm run --silent keyturn -- remove "Sales data"
  npm run --silent keyturn -- remove con_… --confirm AKIA…

With --json the connection, as DELETE …/access-key answers it.
`,
  options: { confirm: { type: "string" } },
  words: [1, 1],
  async run({ confirm, json }, [named = ""], { client }) {
    const { connectionId, accessKeyId, ...connection } = await findConnection(client, named);
    await sayStakes(client, { connectionId, accessKeyId, ...connection });
    if (confirm === undefined && accessKeyId !== null) {
      if (!isAtTerminal())
        throw new UsageFault("Nobody is there to be asked: say --confirm {access key id}.", {
          showsUsage: false,
        });
      if (!(await typed("Type the access key id to remove it: ", accessKeyId))) {
        say("That is another one. Nothing was changed.");
        return exitCodes.refused;
      }
    }
    const params = { path: { connectionId }, query: { confirm: confirm ?? accessKeyId ?? "" } };
    const left = await client.DELETE("/v1/connections/{connectionId}/access-key", { params });
    if (json) print(JSON.stringify(left));
    else say(`The key ${accessKeyId} is removed.`);
    return exitCodes.done;
  },
});
