import type { Service } from "@keyturn/client";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "wouter";
import { keyturn } from "../api/keyturn.ts";
import { Button } from "../parts/button.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { Page } from "../parts/page.tsx";
import { useDoing } from "../parts/use-doing.ts";
import { useCan } from "../session/use-session.ts";
import { ChangeServiceDialog } from "./change-service-dialog.tsx";
import { DeleteServiceDialog } from "./delete-service-dialog.tsx";
import type { ShownService } from "./service-columns.tsx";
import { ServiceConnections } from "./service-connections.tsx";
import { ServiceFacts } from "./service-facts.tsx";

export default function ServicePage() {
  const { serviceId = "" } = useParams();
  const can = useCan();
  const { doing, begin, close } = useDoing<"change" | "delete">();
  const query = useQuery({
    queryKey: ["services", serviceId],
    queryFn: ({ signal }) =>
      keyturn.GET("/v1/services/{serviceId}", { params: { path: { serviceId } }, signal }),
  });
  const service: ShownService | undefined = query.data;
  const isOwn = service?.system === undefined;
  return (
    <Page
      title={service?.name ?? "Data service"}
      lead={<Link href="/services">All data services</Link>}
      actions={
        service && (
          <>
            {can("changeService") && <Button onClick={() => begin("change")}>Change …</Button>}
            {can("deleteService") && isOwn && (
              <Button className="danger" onClick={() => begin("delete")}>
                Delete …
              </Button>
            )}
          </>
        )
      }
    >
      <Loaded query={query} what="the data service">
        {(one: Service | ShownService) => (
          <div className="cards">
            <ServiceFacts service={one} />
            {can("listServiceConnections") && <ServiceConnections service={one} />}
          </div>
        )}
      </Loaded>
      {service && doing === "change" && <ChangeServiceDialog service={service} onClose={close} />}
      {service && doing === "delete" && <DeleteServiceDialog service={service} onClose={close} />}
    </Page>
  );
}
