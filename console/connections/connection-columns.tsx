import type { Connection } from "@keyturn/client";
import { Link } from "wouter";
import type { Column } from "../grid/column.ts";
import { When } from "../parts/when.tsx";
import { ageWords } from "./age-words.ts";
import { StatusBadge } from "./status-badge.tsx";

const MASK = "••••••••";

/** As the portals' grid has them, with the status beside the name. */
export const connectionColumns: Column<Connection>[] = [
  {
    key: "serviceName",
    head: "Service Name",
    width: 12,
    by: ({ serviceName }) => serviceName,
    cell: ({ connectionId, serviceName }) => (
      <Link href={`/connections/${connectionId}`} tabIndex={-1} title={serviceName}>
        {serviceName}
      </Link>
    ),
  },
  {
    key: "status",
    head: "Status",
    width: 9.6,
    by: ({ status, keyAgeDays }) => ranks[status] * 100_000 - (keyAgeDays ?? 0),
    cell: ({ status }) => <StatusBadge status={status} />,
  },
  {
    key: "bucket",
    head: "Bucket",
    width: 8,
    by: ({ bucket }) => bucket,
    cell: ({ bucket }) => mono(bucket),
  },
  {
    key: "folder",
    head: "Folder",
    width: 8.5,
    by: ({ folder }) => folder,
    cell: ({ folder }) => mono(folder),
  },
  {
    key: "userName",
    head: "Username",
    width: 9.5,
    by: ({ userName }) => userName,
    cell: ({ userName }) => mono(userName),
  },
  {
    key: "accessKeyId",
    head: "Access Key",
    width: 13.5,
    by: ({ accessKeyId }) => accessKeyId,
    cell: ({ accessKeyId }) => (accessKeyId ? mono(accessKeyId) : <span className="muted">–</span>),
  },
  {
    key: "secret",
    head: "Secret Access Key",
    width: 9.5,
    cell: ({ accessKeyId }) =>
      accessKeyId ? (
        <span className="muted" title="Keyturn shows a secret once, and keeps none.">
          <span aria-hidden="true">{MASK}</span>
          <span className="visually-hidden">not kept</span>
        </span>
      ) : (
        <span className="muted">–</span>
      ),
  },
  {
    key: "age",
    head: "Key age",
    width: 6.5,
    by: ({ keyAgeDays }) => keyAgeDays,
    cell: ({ keyAgeDays }) => (keyAgeDays === null ? <span className="muted">–</span> : ageWords(keyAgeDays)),
  },
  {
    key: "updatedBy",
    head: "Updated By",
    width: 10,
    by: ({ updatedBy }) => updatedBy,
    cell: ({ updatedBy }) => <span title={updatedBy}>{updatedBy}</span>,
  },
  {
    key: "updatedOn",
    head: "Updated On",
    width: 11,
    by: ({ updatedOn }) => updatedOn,
    cell: ({ updatedOn }) => <When at={updatedOn} />,
  },
];

/** What needs somebody comes first. */
const ranks: Record<Connection["status"], number> = { due: 1, disabled: 2, active: 3, not_configured: 4 };

function mono(text: string) {
  return (
    <span className="mono" title={text}>
      {text}
    </span>
  );
}
