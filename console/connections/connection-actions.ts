import type { Connection } from "@keyturn/client";
import type { RouteName } from "../../functions/routes.ts";
import type { RowAction } from "../grid/row-action.ts";

export type ConnectionDeed = "issue" | "give" | "remove" | "retire" | "restore" | "delete";

/** What can be done with a connection's key, by whoever may, as the portals name it. */
export function connectionActions(
  connection: Connection,
  can: (route: RouteName) => boolean,
  start: (deed: ConnectionDeed) => void,
): RowAction[] {
  const { accessKeyId, owner, retiring } = connection;
  const isCustomers = owner === "customer";
  const offer = (deed: ConnectionDeed, words: string, isOffered: boolean): RowAction[] =>
    isOffered ? [{ words, run: () => start(deed), danger: deed === "remove" || deed === "delete" }] : [];
  const issue = accessKeyId ? "Reset access key …" : "Create access key …";
  const isEnding = retiring !== null && (isCustomers || retiring.state === "active");
  const isRestorable = retiring?.state === "inactive" && !isCustomers;
  return [
    ...offer("issue", issue, !isCustomers && can("resetAccessKey")),
    ...offer("give", "Give a new access key …", isCustomers && can("putAccessKey")),
    ...offer("retire", "End the old key …", isEnding && can("retireAccessKey")),
    ...offer("restore", "Restore the old key …", isRestorable && can("restoreAccessKey")),
    ...offer("remove", "Remove access key …", accessKeyId !== null && can("removeAccessKey")),
    ...offer("delete", "Delete connection …", can("deleteConnection")),
  ];
}
