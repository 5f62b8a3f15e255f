/** What somebody has to do because a key was rotated. */
export interface Task {
  /** The event that asks for it. */
  eventId: string;
  org: string;
  connectionId: string;
  /** The key to use from now on. Its secret is in no event: who reset the key was shown it. */
  accessKeyId: string;
  previousAccessKeyId: string;
  /** When the previous key stops working; `null`: it has stopped already. */
  deadline: string | null;
}

/** The consumer's memory of what it has reacted to, and the reaction itself: one write does both. */
export interface Tasks {
  /** False when a task of this event is there already; nothing is written then. */
  addIfAbsent(task: Task): Promise<boolean>;
}

export function memoryTasks(): Tasks & { all(): Task[] } {
  const tasks = new Map<string, Task>();
  return {
    async addIfAbsent(task) {
      if (tasks.has(task.eventId)) return false;
      tasks.set(task.eventId, task);
      return true;
    },
    all: () => [...tasks.values()],
  };
}
