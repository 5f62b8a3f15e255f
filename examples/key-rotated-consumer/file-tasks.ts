import { randomUUID } from "node:crypto";
import { link, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Tasks } from "./tasks.ts";

/** A file for each task, named for its event. */
export function fileTasks(folder: string): Tasks {
  return {
    async addIfAbsent(task) {
      await mkdir(folder, { recursive: true });
      const draft = join(folder, `.${randomUUID()}`);
      await writeFile(draft, `${JSON.stringify(task, undefined, 2)}\n`);
      try {
        await link(draft, join(folder, `${task.eventId}.json`)); // whole or not at all, and never over another
        return true;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
        throw error;
      } finally {
        await rm(draft);
      }
    },
  };
}
