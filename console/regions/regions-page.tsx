import type { Region } from "@keyturn/client";
import { useState } from "react";
import { queries } from "../api/queries.ts";
import { useRegions } from "../api/reads.ts";
import { KeyDialog } from "../key/key-dialog.tsx";
import { regionTarget } from "../key/key-target.ts";
import { Loaded } from "../parts/loaded.tsx";
import { Page } from "../parts/page.tsx";
import { RegionCard } from "./region-card.tsx";

/** The org's own key in each region: for all of its folder there. */
export default function RegionsPage() {
  const query = useRegions();
  const [doing, setDoing] = useState<Region>();
  const close = () => {
    setDoing(undefined);
    for (const key of ["regions", "connections"]) void queries.invalidateQueries({ queryKey: [key] });
  };
  return (
    <Page
      title="Regions"
      lead="One key for each region where your org's files are, for all of its folder there, data services included."
    >
      <Loaded query={query} what="the regions">
        {({ items }) => (
          <ul className="cards">
            {items.map((region) => (
              <li key={region.region}>
                <RegionCard region={region} onKey={() => setDoing(region)} />
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      {doing && <KeyDialog target={regionTarget(doing)} onClose={close} />}
    </Page>
  );
}
