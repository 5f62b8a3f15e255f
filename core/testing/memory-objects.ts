import type { Objects, ObjectVersion, PartialUpload } from "../operator/objects.ts";

/** Few, so that tests see more than one page. */
const PAGE = 2;

/** What lies in buckets, in memory: every version by its bucket, and uploads that nobody completed. */
export class MemoryObjects implements Objects {
  readonly #versions = new Map<string, ObjectVersion[]>();
  readonly #uploads = new Map<string, PartialUpload[]>();

  /** Somebody writes an object so many times. */
  put(bucket: string, key: string, times = 1): void {
    const there = this.#versions.get(bucket) ?? [];
    const versions = Array.from({ length: times }, (_, n) => ({ key, versionId: `v${there.length + n}` }));
    this.#versions.set(bucket, [...there, ...versions]);
  }

  begin(bucket: string, key: string): void {
    const there = this.#uploads.get(bucket) ?? [];
    this.#uploads.set(bucket, [...there, { key, uploadId: `u${there.length}` }]);
  }

  /** The keys of what is there. */
  keysIn(bucket: string): string[] {
    return [...(this.#versions.get(bucket) ?? []), ...(this.#uploads.get(bucket) ?? [])].map(
      ({ key }) => key,
    );
  }

  async versions({ bucket, folder }: { bucket: string; folder: string }, after = "") {
    return pageOf(this.#versions.get(bucket) ?? [], folder, after, ({ versionId }) => versionId);
  }

  async deleteVersions({ bucket }: { bucket: string }, versions: readonly ObjectVersion[]) {
    const gone = new Set(versions.map(({ key, versionId }) => `${key}\n${versionId}`));
    const left = (this.#versions.get(bucket) ?? []).filter(
      ({ key, versionId }) => !gone.has(`${key}\n${versionId}`),
    );
    this.#versions.set(bucket, left);
    return 0;
  }

  async uploads({ bucket, folder }: { bucket: string; folder: string }, after = "") {
    return pageOf(this.#uploads.get(bucket) ?? [], folder, after, ({ uploadId }) => uploadId);
  }

  async abort({ bucket }: { bucket: string }, upload: PartialUpload) {
    const there = this.#uploads.get(bucket) ?? [];
    this.#uploads.set(
      bucket,
      there.filter(({ uploadId }) => uploadId !== upload.uploadId),
    );
  }
}

function pageOf<Item extends { key: string }>(
  all: readonly Item[],
  folder: string,
  after: string,
  idOf: (item: Item) => string,
) {
  const place = (item: Item) => `${item.key}\n${idOf(item)}`;
  const rest = all
    .filter((item) => item.key.startsWith(folder) && place(item) > after)
    .toSorted((a, b) => (place(a) < place(b) ? -1 : 1));
  const items = rest.slice(0, PAGE);
  const last = items.at(-1);
  return { items, ...(last && rest.length > PAGE && { next: place(last) }) };
}
