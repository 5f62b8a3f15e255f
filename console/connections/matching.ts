import type { Connection } from "@keyturn/client";

/** Those with that status, and with all the words somewhere in what the grid shows. */
export function matching(connections: readonly Connection[], text: string, status: string): Connection[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return connections.filter((connection) => {
    if (status !== "" && connection.status !== status) return false;
    const { serviceName, bucket, folder, userName, accessKeyId, updatedBy } = connection;
    const shown = [serviceName, bucket, folder, userName, accessKeyId, updatedBy].join("\n").toLowerCase();
    return words.every((word) => shown.includes(word));
  });
}
