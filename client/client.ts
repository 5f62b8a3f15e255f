import createClient, { type MaybeOptionalInit } from "openapi-fetch";
import type {
  HttpMethod,
  PathsWithMethod,
  RequiredKeysOf,
  SuccessResponseJSON,
} from "openapi-typescript-helpers";
import type { AccessKey, paths } from "./generated/api.ts";
import { type Patience, patientFetch } from "./patient-fetch.ts";

// What the package offers beside the client: its entry is one file.
export type * from "./generated/api.ts";
export type { Patience, Retry } from "./patient-fetch.ts";
export { KeyturnProblem, KeyturnUnreachable, type ProblemCode } from "./problem.ts";

export interface ClientOptions extends Patience {
  /** Where the API is: `https://keys.example.com`. */
  url: string;
  /** The bearer token, or whoever has it: asked before each call. */
  token?: string | undefined | (() => string | undefined | Promise<string | undefined>);
}

type Verb = Extract<HttpMethod, "get" | "put" | "post" | "patch" | "delete">;
type Answer<Path extends keyof paths, Of extends Verb> =
  paths[Path][Of] extends Record<string | number, unknown> ? SuccessResponseJSON<paths[Path][Of]> : never;
type Init<Path extends keyof paths, Of extends Verb> = MaybeOptionalInit<paths[Path], Of>;
type Given<Path extends keyof paths, Of extends Verb> =
  RequiredKeysOf<Init<Path, Of>> extends never ? [init?: Init<Path, Of>] : [init: Init<Path, Of>];
type Call<Of extends Verb> = <Path extends PathsWithMethod<paths, Of>>(
  path: Path,
  ...init: Given<Path, Of>
) => Promise<Answer<Path, Of>>;

/** The paths that answer pages. */
type ListPath = {
  [Path in PathsWithMethod<paths, "get">]: Answer<Path, "get"> extends {
    items: unknown[];
    cursor: string | null;
  }
    ? Path
    : never;
}[PathsWithMethod<paths, "get">];
type Item<Path extends ListPath> = Answer<Path, "get"> extends { items: (infer Each)[] } ? Each : never;

/**
 * Each call answers the body of the success (nothing where there is none), and throws KeyturnProblem, KeyturnUnreachable,
 * or the reason of the signal it was given. Sent again by itself where that is safe: see patient-fetch.ts.
 */
export interface KeyturnClient {
  GET: Call<"get">;
  POST: Call<"post">;
  PUT: Call<"put">;
  PATCH: Call<"patch">;
  DELETE: Call<"delete">;
  /** Every item of a list, page by page, as they are asked for. */
  each<Path extends ListPath>(path: Path, ...init: Given<Path, "get">): AsyncGenerator<Item<Path>, void>;
}

export function keyturnClient({ url, token, ...patience }: ClientOptions): KeyturnClient {
  const client = createClient<paths>({ baseUrl: url, fetch: patientFetch(patience) });
  client.use({
    async onRequest({ request }) {
      const bearer = typeof token === "function" ? await token() : token;
      if (!bearer) return;
      // Otherwise the header's own error would show it.
      if (!/^[\x21-\x7e]+$/.test(bearer)) throw new TypeError("The token has characters that no token has.");
      request.headers.set("authorization", `Bearer ${bearer}`);
    },
  });
  const request = client.request as (verb: Verb, path: string, init?: object) => Promise<{ data?: unknown }>;
  const call = (verb: Verb) => async (path: string, init?: object) => (await request(verb, path, init)).data;
  const read = call("get");
  const untyped = {
    GET: read,
    POST: call("post"),
    PUT: call("put"),
    PATCH: call("patch"),
    DELETE: call("delete"),
    async *each(path: string, init: { params?: { query?: object } } = {}) {
      let cursor: string | null = null;
      do {
        const query = { ...init.params?.query, ...(cursor !== null && { cursor }) };
        const page = (await read(path, { ...init, params: { ...init.params, query } })) as Page;
        yield* page.items;
        cursor = page.cursor;
      } while (cursor !== null);
    },
  };
  return untyped as unknown as KeyturnClient; // what is no success was thrown, and the rest is as the document says
}

interface Page {
  items: unknown[];
  cursor: string | null;
}

/** The key was made, and the answer that had its secret is lost: nobody has it, and it is kept nowhere. Reset it again. */
export function secretIsLost(answer: AccessKey): answer is Extract<AccessKey, { replayed: true }> {
  return "replayed" in answer;
}
