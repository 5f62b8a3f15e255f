import { useEffect, useRef } from "react";
import { Link, useLocation } from "wouter";
import { useCan } from "../session/use-session.ts";
import { pages } from "./pages.ts";

export function SideMenu() {
  const can = useCan();
  const [here] = useLocation();
  const menu = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: on a phone the menu is wider than the screen: each time
  useEffect(() => {
    menu.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [here]);
  return (
    <nav className="menu" aria-label="Pages" ref={menu}>
      <ul>
        {pages
          .filter(({ menu, needs }) => menu !== undefined && can(needs))
          .map(({ path, menu }) => (
            <li key={path}>
              <Link href={path} aria-current={isWithin(here, path) ? "page" : undefined}>
                {menu}
              </Link>
            </li>
          ))}
      </ul>
    </nav>
  );
}

function isWithin(here: string, path: string): boolean {
  return here === path || (path !== "/" && here.startsWith(`${path}/`));
}
