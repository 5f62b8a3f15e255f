import type { HistoryEntry } from "@keyturn/client";
import type { ReactNode } from "react";
import { When } from "../parts/when.tsx";

/** Said above the list, or of no use to a person. */
const LEFT_OUT = [
  "connectionId",
  "serviceId",
  "serviceName",
  "region",
  "bucket",
  "folder",
  "userName",
  "owner",
];
const INSTANT = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;
const ACCESS_KEY = /AccessKeyIds?$|^accessKeyId$/;

/** What the event says besides the connection it is about. */
export function EventFacts({ data }: { data: HistoryEntry["data"] }) {
  const facts = flat(data).filter(([path, value]) => !LEFT_OUT.includes(path) && !isNothing(value));
  if (facts.length === 0) return null;
  return (
    <dl className="facts small">
      {facts.map(([path, value]) => (
        <div key={path}>
          <dt>{words(path)}</dt>
          <dd>{shown(path, value)}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Of what lies within, by its path. */
function flat(data: object, before = ""): [path: string, value: unknown][] {
  return Object.entries(data).flatMap(([name, value]): [string, unknown][] => {
    const path = before + name;
    const isWithin = typeof value === "object" && value !== null && !Array.isArray(value);
    return isWithin ? flat(value, `${path}.`) : [[path, value]];
  });
}

function isNothing(value: unknown): boolean {
  return value === null || (Array.isArray(value) && value.length === 0);
}

/** `previousKeyValidUntil`: "previous key valid until". */
function words(path: string): string {
  const plain = path
    .replaceAll(".", ": ")
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase();
  return plain.charAt(0).toUpperCase() + plain.slice(1);
}

function shown(path: string, value: unknown): ReactNode {
  if (Array.isArray(value)) {
    const names = value.map((one) => (typeof one === "object" && one !== null ? one.name : String(one)));
    return names.join(", ");
  }
  if (typeof value === "string" && INSTANT.test(value)) return <When at={value} />;
  if (ACCESS_KEY.test(path)) return <code>{String(value)}</code>;
  return String(value);
}
