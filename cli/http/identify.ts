import { exitCodes, print, table } from "../output.ts";
import { commonUsage, httpCommand } from "./http-command.ts";

const FILES_MAX = 100;

export const identify = httpCommand({
  usage: `Usage: npm run --silent keyturn -- identify <fileName>… [options]

Which pipelines read and write files of these names, by the patterns that are known of them; up to ${FILES_MAX} names.

${commonUsage}

Example:
  npm run --silent keyturn -- identify sales-2026-11.csv meters.parquet

With --json {items: […]}, as POST /v1/pipelines/identify answers it.
`,
  options: {},
  words: [1, Number.POSITIVE_INFINITY],
  async run({ json }, fileNames, { client }) {
    const found = await client.POST("/v1/pipelines/identify", { body: { fileNames } });
    if (json) print(JSON.stringify(found));
    else {
      const named = (some: { name: string }[], count: number) =>
        [
          ...some.map(({ name }) => name),
          ...(count > some.length ? [`${count - some.length} more`] : []),
        ].join(", ");
      const rows = found.items.map(({ fileName, readers, readerCount, writers, writerCount, ...one }) => [
        ...[fileName, named(readers, readerCount) + (one.ambiguous ? " (ambiguous)" : "")],
        ...[named(writers, writerCount), one.sourceSystems.join(", ")],
      ]);
      print(table(["FILE", "READ BY", "WRITTEN BY", "OF"], rows));
    }
    return exitCodes.done;
  },
});
