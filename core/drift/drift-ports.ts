import { SECOND_MS } from "../clock.ts";
import type { AccessKeys } from "../key/access-keys.ts";
import type { RecordPorts } from "../ports.ts";
import type { Agenda } from "../sweep/agenda.ts";
import type { UnmanagedUsers } from "./unmanaged-user.ts";
import type { UserList } from "./user-list.ts";

/** How fast IAM is asked, and how far apart the two looks are that a finding takes. */
export interface DriftPace {
  /** Before each call. */
  pauseMs: number;
  lookAgainMs: number;
}

/**
 * At most five calls a second, of the whole deployment: one pass runs after the other. AWS publishes no rate for IAM, which
 * is an account's; the operator's commands make about ten a second, and key operations come first.
 */
export const driftPace: DriftPace = { pauseMs: 200, lookAgainMs: 5 * SECOND_MS };

/** What the daily comparison needs: of IAM nothing that changes anything. */
export type DriftPorts = Pick<RecordPorts, "clock" | "ids" | "log" | "deployment" | "connections"> & {
  agenda: Agenda;
  accessKeys: Pick<AccessKeys, "list">;
  userList: UserList;
  unmanagedUsers: UnmanagedUsers;
  pace: DriftPace;
};
