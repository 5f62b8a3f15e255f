import { useEffect, useRef } from "react";
import { useLocation } from "wouter";
import { OfflineNotice } from "./offline-notice.tsx";
import { PageAt } from "./page-at.tsx";
import { SideMenu } from "./side-menu.tsx";
import { Who } from "./who.tsx";

/** What is around every page. */
export function Shell() {
  const main = useRef<HTMLElement>(null);
  const [path] = useLocation();
  const cameFrom = useRef(path);
  useEffect(() => {
    if (cameFrom.current !== path) main.current?.focus(); // so that a screen reader begins at the new page
    cameFrom.current = path;
  }, [path]);
  return (
    <div className="shell">
      <button type="button" className="button skip" onClick={() => main.current?.focus()}>
        Skip to the page
      </button>
      <header className="side">
        <a className="brand" href="#/">
          <img src="/favicon.svg" alt="" /> Keyturn
        </a>
        <SideMenu />
        <Who />
      </header>
      <main className="main" ref={main} tabIndex={-1}>
        <OfflineNotice />
        <PageAt />
      </main>
    </div>
  );
}
