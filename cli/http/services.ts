import { exitCodes } from "../output.ts";
import { commonUsage, httpCommand } from "./http-command.ts";
import { showList } from "./show-list.ts";

export const services = httpCommand({
  usage: `Usage: npm run --silent keyturn -- services [options]

The data services of the org.

${commonUsage}

Examples:
  npm run --silent keyturn -- services
  npm run --silent keyturn -- services --json | jq -r .name

With --json a data service a line, as GET /v1/services answers it.
`,
  options: {},
  async run({ json }, _, { client }) {
    await showList(client.each("/v1/services", { params: { query: { limit: 100 } } }), json, {
      SERVICE: ({ serviceId }) => serviceId,
      NAME: ({ name }) => name,
      OWNER: ({ owner }) => owner,
      STATE: (service) => ("state" in service ? service.state : ""),
      REGION: (service) => ("region" in service ? service.region : ""),
      PIPELINES: ({ pipelineIds }) => String(pipelineIds.length),
    });
    return exitCodes.done;
  },
});
