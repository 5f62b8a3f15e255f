import type { Connection } from "@keyturn/client";

/** What is empty is not asked for. */
export interface Wanted {
  text: string;
  status: string;
  serviceId: string;
}

/** Those with that status and of that data service, and with all the words somewhere in what the grid shows. */
export function matching(connections: readonly Connection[], wanted: Wanted): Connection[] {
  const words = wanted.text.toLowerCase().split(/\s+/).filter(Boolean);
  return connections.filter((connection) => {
    const { serviceId, serviceName, status, bucket, folder, userName, accessKeyId, updatedBy } = connection;
    if (wanted.status !== "" && status !== wanted.status) return false;
    if (wanted.serviceId !== "" && serviceId !== wanted.serviceId) return false;
    const shown = [serviceName, bucket, folder, userName, accessKeyId, updatedBy].join("\n").toLowerCase();
    return words.every((word) => shown.includes(word));
  });
}
