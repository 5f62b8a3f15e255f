/// <reference path="./.sst/platform/config.d.ts" />

/** What `sst deploy` reads. The settings come from the environment, or from `.env.{stage}`: docs/settings.md. */
export default $config({
  app({ stage }) {
    const isProduction = stage === "production";
    // The first of the regions; without one run() refuses, in words that SST shows.
    const [region] = process.env.KEYTURN_REGIONS?.split(",") ?? [];
    return {
      name: "keyturn",
      home: "aws",
      removal: isProduction ? "retain" : "remove",
      protect: isProduction,
      providers: { aws: { version: "7.20.0", ...(region && { region: region.trim() as aws.Region }) } },
    };
  },
  async run() {
    const { keyturn } = await import("./stacks/keyturn.ts");
    return keyturn(process.env);
  },
});
