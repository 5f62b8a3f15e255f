import { vi } from "vitest";

/** Keeps what this process writes to its output from here on, instead of printing it. */
export function watchOutput(): { text(): string; stop(): void } {
  let text = "";
  const keep = (chunk: string | Uint8Array): boolean => {
    text += typeof chunk === "string" ? chunk : Buffer.from(chunk).toString();
    return true;
  };
  const spies = [process.stdout, process.stderr].map((stream) =>
    vi.spyOn(stream, "write").mockImplementation(keep),
  );
  return {
    text: () => text,
    stop: () => {
      for (const spy of spies) spy.mockRestore();
    },
  };
}
