import type { Credentials } from "../sigv4/authenticate.ts";
import type { RoleSession, Roles } from "../sts/roles.ts";
import type { Session, Sessions } from "../sts/sessions.ts";
import type { Caller, Credential } from "./caller.ts";
import type { IamStore } from "./iam-store.ts";
import { type UserRecord, userArn } from "./user-record.ts";

/** A user with this tag is one of another account, as far as STS and policies can tell. */
const OTHER_ACCOUNT = "laptop:account";

/** Finds whose an access key id is: root's, a user's that is active as far as can be seen, or a session's. */
export function credentialsOf(
  store: IamStore,
  sessions: Sessions,
  roles: Roles,
  accountId: string,
  now: () => number,
): Credentials {
  const root = store.rootCredentials;

  function callerFor(accessKeyId: string, user: UserRecord | undefined, sessionIssuedAt?: number): Caller {
    const account = user?.tags.find(({ key }) => key === OTHER_ACCOUNT)?.value ?? accountId;
    return {
      arn: user === undefined ? `arn:aws:iam::${account}:root` : userArn(account, user),
      userId: user?.userId ?? account,
      accountId: account,
      accessKeyId,
      user,
      role: undefined,
      sessionIssuedAt,
    };
  }

  function ofRole({ accessKeyId, secretAccessKey, token, role, name, issuedAt }: RoleSession): Credential {
    const caller: Caller = {
      arn: `arn:aws:sts::${accountId}:assumed-role/${role.name}/${name}`,
      userId: `${role.roleId}:${name}`,
      ...{ accountId, accessKeyId, role, user: undefined, sessionIssuedAt: issuedAt },
    };
    return { secretAccessKey, caller, session: { token, expiresAt: Number.POSITIVE_INFINITY } };
  }

  /** A user that was deleted and made again under the same name is somebody else. */
  function sameUser(owner: { userName: string; userId: string }): UserRecord | undefined {
    const user = store.user(owner.userName);
    return user?.userId === owner.userId ? user : undefined;
  }

  function ofSession(session: Session): Credential | undefined {
    const user = session.user && sameUser(session.user);
    if (session.user !== undefined && user === undefined) return undefined;
    return {
      secretAccessKey: session.secretAccessKey,
      caller: callerFor(session.accessKeyId, user, session.issuedAt),
      session: { token: session.token, expiresAt: session.expiresAt },
    };
  }

  return {
    now,
    find(accessKeyId) {
      if (accessKeyId === root.accessKeyId) {
        const caller = callerFor(accessKeyId, undefined);
        return { secretAccessKey: root.secretAccessKey, caller, session: undefined };
      }
      const roleSession = roles.session(accessKeyId);
      if (roleSession !== undefined) return ofRole(roleSession);
      const session = sessions.find(accessKeyId);
      if (session !== undefined) return ofSession(session);
      const visible = store.visibility.active(accessKeyId);
      const user = visible && sameUser(visible);
      if (visible === undefined || user === undefined) return undefined;
      const caller = callerFor(accessKeyId, user);
      return { secretAccessKey: visible.secretAccessKey, caller, session: undefined };
    },
    used(credential, scope) {
      const { user, accessKeyId } = credential.caller;
      if (user === undefined || credential.session !== undefined) return;
      if (store.keyOwner(accessKeyId) === undefined) return;
      store.lastUsed.record({ accessKeyId, at: now(), service: scope.service, region: scope.region });
    },
  };
}
