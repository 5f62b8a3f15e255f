/// <reference path="./.sst/platform/config.d.ts" />

/** What `sst deploy` reads. The settings come from the environment, or from `.env.{stage}`: docs/settings.md. */
export default $config({
  app({ stage }) {
    const isProduction = stage === "production";
    // The first of the regions. SST does not show what app() throws: of one that is missing or malformed run() tells.
    const [first = ""] = process.env.KEYTURN_REGIONS?.split(",") ?? [];
    const region = /^[a-z]{2}(-[a-z]+)+-\d$/.exec(first.trim())?.[0] as aws.Region | undefined;
    return {
      name: "keyturn",
      home: "aws",
      removal: isProduction ? "retain" : "remove",
      protect: isProduction,
      providers: { aws: { version: "7.20.0", ...(region && { region }) } },
    };
  },
  async run() {
    const { keyturn } = await import("./stacks/keyturn.ts");
    return keyturn(process.env);
  },
});
