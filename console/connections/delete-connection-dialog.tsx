import type { Connection } from "@keyturn/client";
import { keyturn } from "../api/keyturn.ts";
import { queries } from "../api/queries.ts";
import { navigate } from "../app/location.ts";
import { ConfirmForm } from "../form/confirm-form.tsx";
import { WhatBreaks } from "../key/what-breaks.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { forgetConnections } from "./use-connections.ts";

export function DeleteConnectionDialog({
  connection,
  onClose,
}: {
  connection: Connection;
  onClose: () => void;
}) {
  const { connectionId, serviceName, userName } = connection;
  const remove = async (confirm: string) => {
    const params = { path: { connectionId }, query: { confirm } };
    await keyturn.DELETE("/v1/connections/{connectionId}", { params });
    onClose();
    navigate("/connections");
    queries.removeQueries({ queryKey: ["connection", connectionId] });
    forgetConnections();
  };
  return (
    <Dialog title={`Delete connection: ${serviceName}`} onClose={onClose} wide>
      <ConfirmForm expected={userName} submit="Delete connection" onConfirm={remove} onCancel={onClose}>
        <p>Its keys stop working at once, and its user is deleted. Files and history stay.</p>
        <WhatBreaks connectionId={connectionId} title="What stops" />
      </ConfirmForm>
    </Dialog>
  );
}
