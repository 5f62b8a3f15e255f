import type { Connection } from "@keyturn/client";
import { GivePairDialog } from "../key/give-pair-dialog.tsx";
import { KeyDialog } from "../key/key-dialog.tsx";
import { connectionTarget } from "../key/key-target.ts";
import { RemoveDialog } from "../key/remove-dialog.tsx";
import { RestoreDialog, RetireDialog } from "../key/retire-dialog.tsx";
import type { ConnectionDeed } from "./connection-actions.ts";
import { DeleteConnectionDialog } from "./delete-connection-dialog.tsx";

interface DeedProps {
  deed: ConnectionDeed;
  /** As it was when the dialog was opened: what it is about does not change under somebody's hands. */
  connection: Connection;
  onClose: () => void;
}

/** The dialog in which a deed is done. */
export function ConnectionDeedDialog({ deed, connection, onClose }: DeedProps) {
  const { accessKeyId, retiring } = connection;
  if (deed === "issue") return <KeyDialog target={connectionTarget(connection)} onClose={onClose} />;
  if (deed === "give") return <GivePairDialog connection={connection} onClose={onClose} />;
  if (deed === "delete") return <DeleteConnectionDialog connection={connection} onClose={onClose} />;
  if (deed === "remove" && accessKeyId) {
    return <RemoveDialog connection={connection} accessKeyId={accessKeyId} onClose={onClose} />;
  }
  if (deed === "retire" && retiring) {
    return <RetireDialog connection={connection} retiring={retiring} onClose={onClose} />;
  }
  if (deed === "restore" && retiring) {
    return <RestoreDialog connection={connection} retiring={retiring} onClose={onClose} />;
  }
  return null;
}
