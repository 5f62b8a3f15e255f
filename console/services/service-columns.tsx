import type { Service, ServiceForMembers } from "@keyturn/client";
import { Link } from "wouter";
import type { Column } from "../grid/column.ts";
import { When } from "../parts/when.tsx";
import { ownerWords, serviceType } from "./service-words.ts";

/** As members see it, and with what key managers see besides. */
export type ShownService = ServiceForMembers & Partial<Service>;

export const serviceColumns: Column<ShownService>[] = [
  {
    key: "name",
    head: "Name",
    width: 15,
    by: ({ name }) => name,
    cell: ({ serviceId, name }) => (
      <Link href={`/services/${serviceId}`} tabIndex={-1} title={name}>
        {name}
      </Link>
    ),
  },
  { key: "type", head: "Type", width: 14.5, cell: () => serviceType },
  {
    key: "owner",
    head: "Owner",
    width: 8,
    by: ({ owner }) => owner,
    cell: ({ owner }) => ownerWords[owner],
  },
  {
    key: "pipelines",
    head: "Pipelines",
    width: 7,
    by: ({ pipelineIds }) => pipelineIds.length,
    cell: ({ pipelineIds }) => pipelineIds.length,
  },
];

export const managersColumns: Column<ShownService>[] = [
  ...serviceColumns,
  {
    key: "region",
    head: "Region",
    width: 9,
    by: ({ region }) => region ?? null,
    cell: ({ region }) => region,
  },
  { key: "state", head: "State", width: 8, by: ({ state }) => state ?? null, cell: ({ state }) => state },
  {
    key: "updatedBy",
    head: "Updated By",
    width: 11,
    by: ({ updatedBy }) => updatedBy ?? null,
    cell: ({ updatedBy }) => updatedBy,
  },
  {
    key: "updatedOn",
    head: "Updated On",
    width: 12,
    by: ({ updatedOn }) => updatedOn ?? null,
    cell: ({ updatedOn }) => <When at={updatedOn} />,
  },
];
