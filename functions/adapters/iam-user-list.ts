import { ListUsersCommand, type User } from "@aws-sdk/client-iam";
import { instant } from "../../core/clock.ts";
import { KEYTURN_PATH } from "../../core/connection/provisioning.ts";
import type { ListedUser, UserList } from "../../core/drift/user-list.ts";
import type { Cells } from "./cells.ts";
import { iamCall } from "./iam-call.ts";

/** Over a client that retries: nothing here changes anything. */
export function iamUserList(cells: Cells): UserList {
  return {
    async page(cellId, limit, after) {
      const command = new ListUsersCommand({
        PathPrefix: KEYTURN_PATH,
        MaxItems: limit,
        ...(after && { Marker: after }),
      });
      const { Users = [], Marker } = await iamCall("ListUsers", (options) =>
        cells.for(cellId).iam.send(command, options),
      );
      return { users: Users.map(listedUser), ...(Marker && { next: Marker }) };
    },
  };
}

function listedUser({ UserName, Path, CreateDate }: User): ListedUser {
  if (!UserName || !Path || !CreateDate) throw new Error("a listed user without name, path or date");
  return { userName: UserName, path: Path, createdAt: instant(CreateDate.getTime()) };
}
