import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ListObjectsCommand, ListObjectsV2Command, PutObjectCommand } from "@aws-sdk/client-s3";
import fc from "fast-check";
import { expect, test } from "vitest";
import { BUCKET, outcome, startTestEndpoint } from "../testing/test-endpoint.ts";
import { openBucket } from "./bucket.ts";
import { collect, type Position } from "./collect.ts";

const part = fc.constantFrom("a", "b", "ab", "/", "//", "é", "\uffff", "🎉", "~");
const anyKey = fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => parts.join(""));

/** What S3's guide says of prefix and delimiter, the slow way. */
function expected(keys: Iterable<string>, prefix: string, delimiter: string): string[] {
  const entries = [...keys]
    .filter((key) => key.startsWith(prefix))
    .map((key) => {
      const cut = delimiter === "" ? -1 : key.indexOf(delimiter, prefix.length);
      return cut < 0 ? key : `${key.slice(0, cut + delimiter.length)} (prefix)`;
    });
  const order = (text: string) => Buffer.from(text.replace(/ \(prefix\)$/, ""), "utf8");
  return [...new Set(entries)].sort((a, b) => Buffer.compare(order(a), order(b)));
}

test("lists every key and every common prefix once and in order, whatever the page size", () => {
  const folder = mkdtempSync(join(tmpdir(), "keyturn-list-"));
  const bucket = openBucket(folder, "bucket", "us-east-1");
  const delimiters = fc.constantFrom("", "/", "a", "//", "🎉");
  const prefixes = fc.oneof(fc.constant(""), part, anyKey);
  fc.assert(
    fc.property(
      fc.uniqueArray(anyKey, { maxLength: 12 }),
      prefixes,
      delimiters,
      fc.integer({ min: 1, max: 4 }),
      (keys, prefix, delimiter, maxKeys) => {
        for (const key of keys) bucket.put(record(key));
        const found: string[] = [];
        let from: Position | undefined;
        for (;;) {
          const page = collect(bucket, { prefix, delimiter, from, maxKeys });
          const entries = [
            ...page.objects.map((object) => object.key),
            ...page.prefixes.map((p) => `${p} (prefix)`),
          ];
          expect(entries.length).toBeLessThanOrEqual(maxKeys);
          found.push(...entries);
          if (page.next === undefined) break;
          from = page.next;
        }
        for (const key of keys) bucket.delete(key);
        const all = expected(keys, prefix, delimiter);
        expect([...found].sort()).toEqual([...all].sort());
        if (maxKeys === 1) expect(found).toEqual(all);
      },
    ),
    { numRuns: 300 },
  );
  rmSync(folder, { recursive: true });
});

function record(key: string) {
  const data = "00000000-0000-0000-0000-000000000000";
  return { key, data, bytes: 0, etag: "", lastModified: 0, headers: [], checksums: {} };
}

test("lists with prefix, delimiter, start-after and pages through the SDK", async () => {
  await using aws = await startTestEndpoint();
  const s3 = aws.s3();
  for (const Key of ["a/1", "a/2", "a/sub/3", "b", "c d&é"]) {
    await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: "x" }));
  }
  const list = (input: object) => s3.send(new ListObjectsV2Command({ Bucket: BUCKET, ...input }));
  const keys = async (input: object) => (await list(input)).Contents?.map((object) => object.Key);
  expect(await keys({})).toEqual(["a/1", "a/2", "a/sub/3", "b", "c d&é"]);
  expect(await keys({ StartAfter: "a/2" })).toEqual(["a/sub/3", "b", "c d&é"]);
  const folder = await list({ Prefix: "a/", Delimiter: "/" });
  expect(folder.Contents?.map((object) => object.Key)).toEqual(["a/1", "a/2"]);
  expect(folder.CommonPrefixes).toEqual([{ Prefix: "a/sub/" }]);
  expect(folder.KeyCount).toBe(3);
  expect(await keys({ Prefix: "c", EncodingType: "url" })).toEqual(["c%20d%26%C3%A9"]);
  const first = await list({ MaxKeys: 2, FetchOwner: true });
  expect([first.IsTruncated, first.Contents?.[0]?.Owner?.ID?.length]).toEqual([true, 64]);
  expect(await keys({ ContinuationToken: first.NextContinuationToken })).toEqual(["a/sub/3", "b", "c d&é"]);
  expect((await list({ MaxKeys: 0 })).IsTruncated).toBe(false);
  expect(await outcome(list({ ContinuationToken: "made-up" }))).toBe("InvalidArgument 400");
  expect(await outcome(list({ MaxKeys: -1 }))).toBe("InvalidArgument 400");
});

test("lists in version 1 page by page, with a marker that may be a common prefix", async () => {
  await using aws = await startTestEndpoint();
  const s3 = aws.s3();
  for (const Key of ["a/1", "a/2", "b", "c/1", "c d&é"]) {
    await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: "x" }));
  }
  const list = (input: object) => s3.send(new ListObjectsCommand({ Bucket: BUCKET, ...input }));
  const first = await list({ MaxKeys: 2 });
  expect(first).toMatchObject({ IsTruncated: true, MaxKeys: 2 });
  expect(first.NextMarker).toBeUndefined();
  expect(first.Contents?.map((object) => [object.Key, object.Owner?.ID?.length])).toEqual([
    ["a/1", 64],
    ["a/2", 64],
  ]);
  const seen: (string | undefined)[] = [];
  let Marker: string | undefined;
  do {
    const page = await list({ Delimiter: "/", MaxKeys: 1, Marker });
    seen.push(...(page.Contents ?? []).map((object) => object.Key));
    seen.push(...(page.CommonPrefixes ?? []).map((common) => common.Prefix));
    Marker = page.NextMarker;
  } while (Marker !== undefined);
  expect(seen).toEqual(["a/", "b", "c d&é", "c/"]);
  const encoded = await list({ Marker: "b", EncodingType: "url" });
  expect(encoded.Contents?.map((object) => object.Key)).toEqual(["c%20d%26%C3%A9", "c/1"]);
});

test("lists keys of any letters as they are, in both versions, encoded and not", async () => {
  await using aws = await startTestEndpoint();
  const s3 = aws.s3();
  const keys = ["a b", "a+b", "100%", "%2F", "größe ✓", "a&b=c?d#e", "<x>'\"", "日本/語", "🎉", "~*()!"];
  for (const Key of keys) await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: "x" }));
  const expected = [...keys].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  const versions = [
    (input: object) => s3.send(new ListObjectsCommand({ Bucket: BUCKET, ...input })),
    (input: object) => s3.send(new ListObjectsV2Command({ Bucket: BUCKET, ...input })),
  ];
  for (const list of versions) {
    const plain = await list({});
    expect(plain.Contents?.map(({ Key }) => Key)).toEqual(expected);
    const encoded = await list({ EncodingType: "url" });
    expect(encoded.Contents?.map(({ Key = "" }) => decodeURIComponent(Key))).toEqual(expected);
    for (const Key of keys) {
      const { Contents } = await list({ Prefix: Key });
      expect(Contents?.map((object) => object.Key)).toEqual([Key]);
    }
  }
});
