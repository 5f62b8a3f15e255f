import type { Connection } from "@keyturn/client";

type Status = Connection["status"];

export const statusWords: Record<Status, string> = {
  not_configured: "Not configured",
  active: "Active",
  due: "Due",
  disabled: "Disabled",
};

const looks: Record<Status, string> = { not_configured: "", active: "good", due: "warn", disabled: "bad" };

export function StatusBadge({ status }: { status: Status }) {
  return <span className={`badge ${looks[status]}`}>{statusWords[status]}</span>;
}
