import {
  type AccessKeyMetadata,
  IAMClient,
  ListAccessKeysCommand,
  ListUsersCommand,
  type ListUsersCommandOutput,
  type User,
} from "@aws-sdk/client-iam";
import { orgIdOf } from "../../core/org/org.ts";
import { type Laptop, rootCredentials } from "./laptop.ts";

/** IAM as the laptop's administrator sees it, with the root credentials that lie in the data folder. */
export function rootIam({ awsUrl, dataDir }: Pick<Laptop, "awsUrl" | "dataDir">): IAMClient {
  return new IAMClient({ endpoint: awsUrl, region: "us-east-1", credentials: rootCredentials(dataDir) });
}

export async function usersOf(iam: IAMClient, org: string): Promise<User[]> {
  const users: User[] = [];
  let Marker: string | undefined;
  do {
    const page: ListUsersCommandOutput = await iam.send(
      new ListUsersCommand({ PathPrefix: `/keyturn/${orgIdOf(org)}/`, ...(Marker && { Marker }) }),
    );
    users.push(...(page.Users ?? []));
    Marker = page.Marker;
  } while (Marker);
  return users;
}

export async function keysOf(iam: IAMClient, userName: string): Promise<AccessKeyMetadata[]> {
  const { AccessKeyMetadata } = await iam.send(new ListAccessKeysCommand({ UserName: userName }));
  return AccessKeyMetadata ?? [];
}

/** Everything of an org that a refused request has to leave alone: its records, its history, its users, the bus. */
export async function stateOf(
  laptop: Pick<Laptop, "awsUrl" | "dataDir" | "call" | "token" | "events">,
  org: string,
): Promise<object> {
  const token = await laptop.token("super_admin", org);
  const bodies = [];
  for (const list of ["services", "connections", "pipelines", "history"]) {
    bodies.push((await laptop.call("GET", `/v1/${list}?limit=100`, { token })).body);
  }
  const iam = rootIam(laptop);
  const users = await usersOf(iam, org);
  const keys = await Promise.all(users.map(({ UserName = "" }) => keysOf(iam, UserName)));
  const events = await laptop.events();
  const told = events.filter((event) => event.detail.metadata.org === org).map((event) => event.id);
  return { bodies, users, keys, told };
}
