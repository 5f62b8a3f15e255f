import { statfs } from "node:fs/promises";
import type { BatchOperation, Store } from "dynalite/db/index.js";

type Done = (error?: Error | null) => void;

/** LevelDB's log, which it writes as a table when it opens, and what goes with that. */
const ROOM_BYTES = 8 * 1024 * 1024;

/**
 * LevelDB after a write that the disk did not take. It goes on with its log behind the half that was written, and counts
 * from where the whole would have ended: whatever it acknowledges from then on is unreadable at the next start, and gone.
 * So no write follows one that failed until the store has been opened anew, which ends the log before the half.
 *
 * Batches go one at a time, so that none is under way behind one that fails; those that wait go together.
 */
export class OneLog {
  readonly #db: Store["db"];
  readonly #write: Store["db"]["batch"];
  readonly #path: string;
  #waiting: { operations: BatchOperation[]; done: Done }[] = [];
  #isWriting = false;
  #failure: Error | undefined;
  /** dynalite ends the process when it is asked for something while the store is not. */
  isOpen = true;

  constructor(db: Store["db"], path: string) {
    this.#db = db;
    this.#path = path;
    this.#write = db.batch.bind(db);
    db.batch = (operations, done) => {
      this.#waiting.push({ operations, done });
      if (!this.#isWriting) this.#writeWaiting();
    };
  }

  /** A write failed, and the store has not been opened anew since. */
  get hasFailed(): boolean {
    return this.#failure !== undefined;
  }

  /**
   * Opens the store anew; nobody may be at it meanwhile. Where there is no room for that it is left as it is, and can be
   * read; throws when it could not be opened, and then it is closed until a later try.
   */
  async reopen(): Promise<void> {
    if (this.isOpen) {
      const { bavail, bsize } = await statfs(this.#path);
      if (bavail * bsize < ROOM_BYTES) return;
      await this.#db.close._original(); // dynalite's own is for good
      this.isOpen = false;
    }
    await this.#db.open();
    this.isOpen = true;
    this.#failure = undefined;
  }

  #writeWaiting(): void {
    const together = this.#waiting;
    this.#waiting = [];
    const answer = (error?: Error | null) => {
      for (const { done } of together) done(error);
    };
    if (this.#failure) {
      answer(this.#failure);
      return;
    }
    this.#isWriting = true;
    this.#write(
      together.flatMap(({ operations }) => operations),
      (error) => {
        this.#isWriting = false;
        if (error) this.#failure = error;
        answer(error);
        if (this.#waiting.length > 0 && !this.#isWriting) this.#writeWaiting();
      },
    );
  }
}
