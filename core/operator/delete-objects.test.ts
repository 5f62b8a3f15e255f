import { expect, test } from "vitest";
import { interrupt } from "../testing/interrupt.ts";
import { MemoryObjects } from "../testing/memory-objects.ts";
import { deleteObjects } from "./delete-objects.ts";
import type { ObjectFolder } from "./objects.ts";

const FOLDER: ObjectFolder = { region: "us-east-1", bucket: "managed", folder: "acme/" };
const OUTSIDE = "globex/a.csv";

/** Objects of two orgs in one bucket, and what was said of their deletion. */
function aBucket() {
  const objects = new MemoryObjects();
  objects.put(FOLDER.bucket, OUTSIDE);
  const said: string[] = [];
  const run = (folders = [FOLDER]) =>
    deleteObjects({ objects }, folders, ({ versions, uploads }) => said.push(`${versions}, ${uploads}`));
  return { objects, said, run, there: () => objects.keysIn(FOLDER.bucket) };
}

test("a list that names an object outside of the folder ends the deletion, and none of it is deleted", async () => {
  const { objects, run, there } = aBucket();
  objects.versions = async () => ({
    items: [
      { key: "acme/a.csv", versionId: "v9" },
      { key: OUTSIDE, versionId: "v0" },
    ],
  });
  await expect(run()).rejects.toThrow("outside of it");
  expect(there()).toEqual([OUTSIDE]);
});

test("an upload that a list names outside of the folder is not ended", async () => {
  const { objects, run, there } = aBucket();
  objects.begin(FOLDER.bucket, OUTSIDE);
  const items = [{ key: OUTSIDE, uploadId: "u0" }];
  objects.uploads = async () => ({ items });
  await run();
  expect(there()).toEqual([OUTSIDE, OUTSIDE]);
});

test("every upload is ended, however many pages of them there are", async () => {
  const { objects, run, there } = aBucket();
  for (const name of ["a", "b", "c", "d", "e"]) objects.begin(FOLDER.bucket, `acme/${name}.csv`);
  expect(await run()).toEqual([]);
  expect(there()).toEqual([OUTSIDE]);
});

test("S3 is not asked to delete nothing, which it refuses, and nothing is said of it", async () => {
  const { objects, said, run } = aBucket();
  interrupt(objects, "deleteVersions", "denied");
  expect(await run()).toEqual([]);
  expect(said).toEqual([]);
});

test("what is said on the way counts only what was deleted", async () => {
  const { objects, said, run } = aBucket();
  objects.put(FOLDER.bucket, "acme/a.csv", 3);
  let calls = 0;
  const { deleteVersions } = objects;
  objects.deleteVersions = async (folder, versions) => {
    calls += 1;
    return calls === 1 ? 1 : deleteVersions.call(objects, folder, versions);
  };
  await run();
  expect(said).toEqual(["1, 0", "2, 0"]);
});

test("versions that S3 keeps of one folder are named with it, and the next folder is deleted all the same", async () => {
  const { objects, run } = aBucket();
  const second: ObjectFolder = { ...FOLDER, bucket: "another" };
  objects.put(FOLDER.bucket, "acme/a.csv");
  objects.put(second.bucket, "acme/a.csv");
  const { deleteVersions } = objects;
  objects.deleteVersions = async (folder, versions) =>
    folder.bucket === FOLDER.bucket ? 0 : deleteVersions.call(objects, folder, versions);
  expect(await run([FOLDER, second])).toMatchObject([{ of: "s3://managed/acme/" }]);
  expect(objects.keysIn(second.bucket)).toEqual([]);
});

test("a list that never ends is given up, and is not taken for an empty folder", async () => {
  const { objects, run } = aBucket();
  objects.versions = async () => ({ items: [], next: "again" });
  expect(await run()).toMatchObject([{ of: "s3://managed/acme/", error: expect.stringContaining("again") }]);
});
