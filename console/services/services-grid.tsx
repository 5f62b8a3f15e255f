import { navigate } from "../app/location.ts";
import { DataGrid } from "../grid/data-grid.tsx";
import type { RowAction } from "../grid/row-action.ts";
import { useDoing } from "../parts/use-doing.ts";
import { useCan } from "../session/use-session.ts";
import { ChangeServiceDialog } from "./change-service-dialog.tsx";
import { DeleteServiceDialog } from "./delete-service-dialog.tsx";
import { managersColumns, type ShownService, serviceColumns } from "./service-columns.tsx";

type Doing = { deed: "change" | "delete"; service: ShownService };

/** Members are shown less, and have nothing to do there. */
export function ServicesGrid({ services }: { services: ShownService[] }) {
  const can = useCan();
  const { doing, begin, close } = useDoing<Doing>();
  const isManager = can("listConnections");
  const actionsOf = (service: ShownService): RowAction[] => {
    const { serviceId, system } = service;
    const manage = { words: "Manage connections", run: () => navigate(`/connections?service=${serviceId}`) };
    const change = { words: "Change …", run: () => begin({ deed: "change", service }) };
    const remove = { words: "Delete …", danger: true, run: () => begin({ deed: "delete", service }) };
    return [
      manage,
      ...(can("changeService") ? [change] : []),
      ...(can("deleteService") && !system ? [remove] : []),
    ];
  };
  return (
    <>
      <DataGrid
        label="Data services"
        rows={services}
        columns={isManager ? managersColumns : serviceColumns}
        idOf={({ serviceId }) => serviceId}
        {...(isManager && { actionsOf })}
        nameOf={({ name }) => name}
        sortedBy={{ key: "name", descending: false }}
      />
      {doing?.deed === "change" && <ChangeServiceDialog service={doing.service} onClose={close} />}
      {doing?.deed === "delete" && <DeleteServiceDialog service={doing.service} onClose={close} />}
    </>
  );
}
