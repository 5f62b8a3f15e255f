import type { ManagedBucket } from "../connection/provisioning.ts";

/** One version of an object, a delete marker among them. */
export interface ObjectVersion {
  key: string;
  versionId: string;
}

/** An upload in parts that nobody has completed. */
export interface PartialUpload {
  key: string;
  uploadId: string;
}

interface ObjectsPage<Item> {
  items: Item[];
  next?: string;
}

/** Where an org's objects lie. The folder ends in a slash: another's whose name begins alike is none of it. */
export type ObjectFolder = Pick<ManagedBucket, "region" | "bucket"> & { folder: `${string}/` };

/** What lies in a folder of a managed bucket. Throws CallFailed. */
export interface Objects {
  /** Every version there is, whether or not the bucket keeps former ones. */
  versions(folder: ObjectFolder, after?: string): Promise<ObjectsPage<ObjectVersion>>;
  /** Up to 1,000 at once; one that is gone is no error. Answers how many could not be deleted. */
  deleteVersions(folder: ObjectFolder, versions: readonly ObjectVersion[]): Promise<number>;
  uploads(folder: ObjectFolder, after?: string): Promise<ObjectsPage<PartialUpload>>;
  abort(folder: ObjectFolder, upload: PartialUpload): Promise<void>;
}
