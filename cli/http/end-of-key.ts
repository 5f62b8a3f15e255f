import { exitCodes, print, say } from "../output.ts";
import { findConnection } from "./find-connection.ts";
import { commonUsage, httpCommand } from "./http-command.ts";

export const retire = httpCommand({
  usage: `Usage: npm run --silent keyturn -- retire <connection> [options]

Ends a staged reset early: its old key stops now. It can be restored until it is deleted. Refused while the old key is in
use, unless --force is said. Of a customer's own key: says that the old one was deleted.

  <connection>         its id (con_…), or the name of its data service or of its user
  --force              also while it is in use
${commonUsage}

Example:
  npm run --silent keyturn -- retire "Sales data"

With --json the connection, as POST …/access-key/retire answers it.
`,
  options: { force: { type: "boolean" } },
  words: [1, 1],
  async run({ force = false, json }, [named = ""], { client }) {
    const { connectionId } = await findConnection(client, named);
    const params = { path: { connectionId } };
    const path = "/v1/connections/{connectionId}/access-key/retire";
    const connection = await client.POST(path, { params, body: { force } });
    if (json) print(JSON.stringify(connection));
    const deleteAt = connection.retiring?.deleteAt;
    say(
      deleteAt ? `The old key has stopped; it can be restored until ${deleteAt}.` : "The old key has ended.",
    );
    return exitCodes.done;
  },
});

export const restore = httpCommand({
  usage: `Usage: npm run --silent keyturn -- restore <connection> [options]

Brings back the old key of a staged reset, while it is only deactivated: somebody had forgotten a pipeline.

  <connection>         its id (con_…), or the name of its data service or of its user
${commonUsage}

Example:
  npm run --silent keyturn -- restore "Sales data"

With --json the connection, as POST …/access-key/restore answers it.
`,
  options: {},
  words: [1, 1],
  async run({ json }, [named = ""], { client }) {
    const { connectionId } = await findConnection(client, named);
    const params = { path: { connectionId } };
    const path = "/v1/connections/{connectionId}/access-key/restore";
    const connection = await client.POST(path, { params, body: {} });
    if (json) print(JSON.stringify(connection));
    const { accessKeyId, retireAt } = connection.retiring ?? {};
    say(`The old key ${accessKeyId} works again, until ${retireAt} or for as long as it is in use.`);
    return exitCodes.done;
  },
});
