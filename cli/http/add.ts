import { exitCodes, print } from "../output.ts";
import { commonUsage, httpCommand } from "./http-command.ts";

export const add = httpCommand({
  usage: `Usage: npm run --silent keyturn -- add <name> [options]

Adds a data service that Keyturn provides: a folder, and a user of its own, without a key yet.

  --region <region>    where (default: the deployment's first)
  --pipeline <id>      a pipeline that depends on it; may be given more than once
${commonUsage}

Examples:
  npm run --silent keyturn -- add "Sales data"
  npm run --silent keyturn -- reset "Sales data"        its first key
`,
  options: { region: { type: "string" }, pipeline: { type: "string", multiple: true } },
  words: [1, 1],
  async run({ region, pipeline, json }, [name = ""], { client }) {
    const where = region === undefined ? {} : { region };
    const linked = pipeline === undefined ? {} : { pipelineIds: pipeline };
    const body = { name, type: "s3", owner: "provider", ...where, ...linked } as const;
    const made = await client.POST("/v1/services", { body });
    const { connectionId, bucket, folder } = made.connection;
    print(json ? JSON.stringify(made) : `${connectionId}  s3://${bucket}/${folder}`);
    return exitCodes.done;
  },
});
