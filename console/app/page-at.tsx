import { Suspense } from "react";
import { Link, Route, Switch, useLocation } from "wouter";
import { Empty } from "../parts/empty.tsx";
import { Loading } from "../parts/loaded.tsx";
import { Page } from "../parts/page.tsx";
import { useCan, useMe } from "../session/use-session.ts";
import { PageBoundary } from "./page-boundary.tsx";
import { type ConsolePage, pages } from "./pages.ts";

/** The page that the location names. */
export function PageAt() {
  const [path] = useLocation();
  return (
    <PageBoundary key={path}>
      <Suspense fallback={<Loading what="the page" />}>
        <Switch>
          {pages.map((page) => (
            <Route key={page.path} path={page.path}>
              <Allowed page={page} />
            </Route>
          ))}
          <Route>
            <NoSuchPage />
          </Route>
        </Switch>
      </Suspense>
    </PageBoundary>
  );
}

/** Whoever may not see the page of the beginning is led to the first that they may. */
function Allowed({ page }: { page: ConsolePage }) {
  const can = useCan();
  if (can(page.needs)) return <page.Page />;
  const first = pages.find(({ menu, needs }) => menu !== undefined && can(needs));
  if (page.path === "/" && first) return <first.Page />;
  return <Refused />;
}

function Refused() {
  const { role } = useMe();
  return (
    <Page title="Not for your role">
      <Empty title={`${role.replaceAll("_", " ")} may not see this page`}>
        <p>Access keys are managed by the admins of your org. Ask one of them.</p>
      </Empty>
    </Page>
  );
}

function NoSuchPage() {
  return (
    <Page title="No such page">
      <Empty title="There is nothing at this address">
        <Link href="/">Go to the beginning</Link>
      </Empty>
    </Page>
  );
}
