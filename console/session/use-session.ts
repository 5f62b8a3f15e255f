import type { Me } from "@keyturn/client";
import { useSyncExternalStore } from "react";
import type { RouteName } from "../../functions/routes.ts";
import { currentSession, onSessionChange, type Session } from "./session.ts";

export function useSession(): Session {
  return useSyncExternalStore(onSessionChange, currentSession);
}

/** Of a page that is shown to people who are signed in. */
export function useMe(): Me {
  const session = useSession();
  if (session.is === "signed_out") throw new Error("nobody is signed in");
  return session.me;
}

/** Whether the caller may use that route of the API: what it may not is not offered. */
export function useCan(): (route: RouteName) => boolean {
  const { can } = useMe();
  return (route) => can.includes(route);
}
