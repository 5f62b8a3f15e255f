import { useState } from "react";
import { useServices } from "../api/reads.ts";
import { Button } from "../parts/button.tsx";
import { Empty } from "../parts/empty.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { Page } from "../parts/page.tsx";
import { useCan } from "../session/use-session.ts";
import { AddServiceDialog } from "./add-service-dialog.tsx";
import { ServicesGrid } from "./services-grid.tsx";

export default function ServicesPage() {
  const can = useCan();
  const query = useServices();
  const [adding, setAdding] = useState(false);
  const add = can("createService") && (
    <Button look="primary" onClick={() => setAdding(true)}>
      Add new service
    </Button>
  );
  return (
    <Page
      title="Data services"
      lead="The S3 storages of your org, and the pipelines that use them."
      actions={add}
    >
      <Loaded query={query} what="the data services">
        {(services) =>
          services.length === 0 ? (
            <Empty title="No data services yet">
              <p>Add one to get a folder of your own, and a user that alone has access to it.</p>
            </Empty>
          ) : (
            <ServicesGrid services={services} />
          )
        }
      </Loaded>
      {adding && <AddServiceDialog onClose={() => setAdding(false)} />}
    </Page>
  );
}
