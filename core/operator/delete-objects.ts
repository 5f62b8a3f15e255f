import type { Left } from "./left.ts";
import type { ObjectFolder, Objects } from "./objects.ts";

/** A thousand versions each: whoever has more runs this again. */
const PASSES_MAX = 100_000;

/** What was deleted so far. */
export interface DeletedObjects {
  versions: number;
  uploads: number;
}

/**
 * Deletes whatever lies in the folders: every version of every object, and uploads that were begun. Stopped anywhere it
 * can be run again, and goes on with what is left. Nothing outside of the folders is listed, and nothing is deleted that
 * was not listed there. Answers what is left. Throws CallFailed.
 */
export async function deleteObjects(
  { objects }: { objects: Objects },
  folders: readonly ObjectFolder[],
  tell: (deleted: DeletedObjects) => void,
): Promise<Left[]> {
  const left: Left[] = [];
  const deleted = { versions: 0, uploads: 0 };
  for (const folder of folders) {
    const failed = await deleteVersions(objects, folder, deleted, tell);
    if (failed > 0) {
      const error = `${failed} versions of objects were not deleted: run this again`;
      left.push({ of: `s3://${folder.bucket}/${folder.folder}`, error });
    }
    await abortUploads(objects, folder, deleted, tell);
    // Whatever S3 made of the keys it was told: what was meant to go is looked for once more.
    const there = failed > 0 ? 0 : (await objects.versions(folder)).items.length;
    if (there > 0) {
      const error = `${there} versions of objects or more are there, or have come since: run this again`;
      left.push({ of: `s3://${folder.bucket}/${folder.folder}`, error });
    }
  }
  return left;
}

async function deleteVersions(
  objects: Objects,
  folder: ObjectFolder,
  deleted: DeletedObjects,
  tell: (deleted: DeletedObjects) => void,
): Promise<number> {
  let failed = 0;
  let after: string | undefined;
  for (let pass = 0; pass < PASSES_MAX; pass++) {
    const { items, next } = await objects.versions(folder, after);
    const strange = items.find(({ key }) => !key.startsWith(folder.folder));
    if (strange) throw new Error("a list of a folder names an object outside of it");
    if (items.length > 0) {
      const notDeleted = await objects.deleteVersions(folder, items);
      failed += notDeleted;
      deleted.versions += items.length - notDeleted;
      tell(deleted);
    }
    if (next === undefined) return failed;
    after = next;
  }
  return failed + 1;
}

async function abortUploads(
  objects: Objects,
  folder: ObjectFolder,
  deleted: DeletedObjects,
  tell: (deleted: DeletedObjects) => void,
): Promise<void> {
  let after: string | undefined;
  do {
    const { items, next } = await objects.uploads(folder, after);
    for (const upload of items.filter(({ key }) => key.startsWith(folder.folder))) {
      await objects.abort(folder, upload);
      deleted.uploads += 1;
    }
    if (items.length > 0) tell(deleted);
    after = next;
  } while (after !== undefined);
}
