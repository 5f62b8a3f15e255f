import { boundaryPolicy } from "../core/connection/user-policy.ts";
import { nameOf } from "./names.ts";
import type { ManagedBucket } from "./storage.ts";

/** The most that any user Keyturn makes can ever do. A user cannot be made without it. */
export function makeBoundary(storage: ManagedBucket[]): aws.iam.Policy {
  return new aws.iam.Policy("UserBoundary", {
    name: nameOf("user-boundary"),
    path: "/keyturn/",
    // IAM lets nobody change a description: another text would mean another policy, while users have this one.
    description:
      "The most that a user made by Keyturn can do: objects of the managed buckets, and no sessions",
    policy: $util
      .all(storage.map(({ name }) => name))
      .apply((buckets) => JSON.stringify(boundaryPolicy(buckets))),
  });
}
