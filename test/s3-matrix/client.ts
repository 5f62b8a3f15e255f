import type { KeyPair } from "../support/laptop.ts";
import type { OperationName, SituationName } from "./expectations.ts";

export interface Place {
  bucket: string;
  /** With its slash at the end. */
  folder: string;
}

/** Where a client stands: its key, and the folder it is pointed at. */
export interface Standing extends Place {
  situation: SituationName;
  key: KeyPair & { sessionToken?: string };
}

/** What all clients are given. */
export interface World {
  url: string;
  own: Place;
  standings: Standing[];
}

export interface Cell {
  operation: OperationName;
  standing: Standing;
}

/** `works`, S3's code, a HEAD's status, or what went wrong otherwise; or a URL that is to be used as its method says. */
export type Outcome = { seen: string } | { url: string; method: string; madeAt: number };

export interface Client {
  name: string;
  /** Its folder within every folder. */
  id: string;
  isHere: boolean;
  /** How it does each operation, and whether the first thing it does is a HEAD. */
  operations: Partial<Record<OperationName, { how: string; bare?: boolean }>>;
  /** Which of them it does where: the command line clients start anew for each. */
  does(operation: OperationName, situation: SituationName): boolean;
  run(world: World, cells: Cell[]): Promise<Outcome[]>;
}

export const SEED = "0123456789";
/** More than any client's smallest part. */
export const LARGE_BYTES = 9 * 1024 * 1024;
/** The method of a presigned URL for an operation. */
export const METHODS: Partial<Record<OperationName, string>> = {
  get: "GET",
  "get a range": "GET",
  head: "HEAD",
  put: "PUT",
  delete: "DELETE",
};

export function isPresigned(situation: SituationName): boolean {
  return situation === "presigned" || situation === "expired presigned";
}

/** The keys a client uses in a folder. */
export function keysOf(id: string, { folder }: Place) {
  const key = (name: string) => `${folder}${id}/${name}`;
  return {
    seed: key("seed + é%.txt"),
    new: key("new + é%.txt"),
    parts: key("parts"),
    aborted: key("aborted"),
    copy: key("copy"),
    missing: key("missing"),
    doomed: key("doomed"),
    many: key("many/"),
    presigned: key("presigned"),
  };
}

/** The seed, what is to be deleted, and what is to be deleted in one go. */
export function seedsOf(id: string, place: Place): string[] {
  const { seed, doomed, many } = keysOf(id, place);
  return [seed, doomed, `${many}1`, `${many}2`];
}
