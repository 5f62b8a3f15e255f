import type { Column } from "../grid/column.ts";
import { When } from "../parts/when.tsx";
import { directionWords, kindWords } from "./pipeline-words.ts";
import type { ShownPipeline } from "./shown-pipeline.ts";

export const pipelineColumns: Column<ShownPipeline>[] = [
  { key: "name", head: "Name", width: 13, by: ({ name }) => name, cell: ({ name }) => name },
  {
    key: "pipelineId",
    head: "Id",
    width: 11,
    by: ({ pipelineId }) => pipelineId,
    cell: ({ pipelineId }) => <span className="mono">{pipelineId}</span>,
  },
  { key: "kind", head: "Kind", width: 8.5, by: ({ kind }) => kind, cell: ({ kind }) => kindWords[kind] },
  {
    key: "direction",
    head: "Direction",
    width: 6.5,
    by: ({ direction }) => direction,
    cell: ({ direction }) => directionWords[direction],
  },
  {
    key: "files",
    head: "Files",
    width: 12,
    by: ({ filePatterns }) => filePatterns.join(" "),
    cell: ({ filePatterns }) => <span className="mono">{filePatterns.join("  ")}</span>,
  },
  {
    key: "services",
    head: "Data services",
    width: 8,
    by: ({ serviceIds }) => serviceIds.length,
    cell: ({ serviceIds }) => serviceIds.length,
  },
  {
    key: "sourceSystem",
    head: "Source system",
    width: 9,
    by: ({ sourceSystem }) => sourceSystem,
    cell: ({ sourceSystem }) => sourceSystem ?? <span className="muted">–</span>,
  },
  {
    key: "updatedOn",
    head: "Updated On",
    width: 11,
    by: ({ updatedOn }) => updatedOn,
    cell: ({ updatedOn }) => <When at={updatedOn} />,
  },
];
