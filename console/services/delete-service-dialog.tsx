import { keyturn } from "../api/keyturn.ts";
import { queries } from "../api/queries.ts";
import { navigate } from "../app/location.ts";
import { forgetConnections } from "../connections/use-connections.ts";
import { ConfirmForm } from "../form/confirm-form.tsx";
import { Dialog } from "../parts/dialog.tsx";
import type { ShownService } from "./service-columns.tsx";

export function DeleteServiceDialog({ service, onClose }: { service: ShownService; onClose: () => void }) {
  const { serviceId, name } = service;
  const remove = async (confirm: string) => {
    const params = { path: { serviceId }, query: { confirm } };
    await keyturn.DELETE("/v1/services/{serviceId}", { params });
    onClose();
    navigate("/services");
    queries.removeQueries({ queryKey: ["services", serviceId] });
    forgetConnections();
  };
  return (
    <Dialog title={`Delete ${name}`} onClose={onClose}>
      <ConfirmForm expected={name} submit="Delete" onConfirm={remove} onCancel={onClose}>
        <p>
          Its keys stop working at once, and its users are deleted. Its files and its history stay. This
          cannot be undone.
        </p>
      </ConfirmForm>
    </Dialog>
  );
}
