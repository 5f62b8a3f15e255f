import type { PageRequest } from "../core/page.ts";

/** A list's query as its use case takes it. */
export function pageRequest({ limit, cursor }: { limit: number; cursor?: string | undefined }): PageRequest {
  return { limit, ...(cursor !== undefined && { cursor }) };
}
