import type { AccessKey, Connection, Region, ResetAccessKeyBody } from "@keyturn/client";
import { keyturn, keyturnOnce } from "../api/keyturn.ts";

/** Whose key is created or reset: a connection's, or a region's. */
export interface KeyTarget {
  /** What people call it. */
  name: string;
  /** The key that is there as far as the page knows; it is always sent along, so that nothing is reset twice. */
  accessKeyId: string | null;
  /** There is none yet where a region never had a key. */
  connectionId: string | null;
  issue(body: ResetAccessKeyBody): Promise<AccessKey>;
  /** As it is now. */
  look(): Promise<KeyTarget>;
}

export function connectionTarget(connection: Connection): KeyTarget {
  const { connectionId, serviceName: name, accessKeyId } = connection;
  const params = { path: { connectionId } };
  return {
    ...{ name, accessKeyId, connectionId },
    issue: (body) => keyturnOnce.POST("/v1/connections/{connectionId}/access-key", { params, body }),
    look: async () => connectionTarget(await keyturn.GET("/v1/connections/{connectionId}", { params })),
  };
}

export function regionTarget({ region, accessKeyId, connectionId }: Region): KeyTarget {
  return {
    ...{ name: region, accessKeyId, connectionId },
    issue: (body) =>
      keyturnOnce.POST("/v1/regions/{region}/access-key", { params: { path: { region } }, body }),
    async look() {
      const { items } = await keyturn.GET("/v1/regions");
      const now = items.find((one) => one.region === region);
      return regionTarget(now ?? ({ region, accessKeyId: null, connectionId: null } as Region));
    },
  };
}
