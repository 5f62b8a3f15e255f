import type { Connection } from "@keyturn/client";
import { Link } from "wouter";
import { When } from "../parts/when.tsx";
import { dueWords } from "./due-words.ts";

const SHOWN = 8;

interface DueNextProps {
  connections: readonly Connection[];
  now: string | undefined;
}

/** Whose key is to be reset next; what is overdue comes first. */
export function DueNext({ connections, now }: DueNextProps) {
  const due = connections
    .flatMap((connection) => {
      const { rotationDueAt: at, status } = connection;
      return at !== null && status !== "disabled" ? [{ connection, at }] : [];
    })
    .sort((a, b) => (a.at < b.at ? -1 : 1))
    .slice(0, SHOWN);
  return (
    <section className="card stack" aria-labelledby="due-next">
      <h2 id="due-next">Due next</h2>
      {due.length === 0 ? (
        <p className="muted">No key is there that could become due.</p>
      ) : (
        <ul className="lines">
          {due.map(({ connection: { connectionId, serviceName, status }, at }) => (
            <li key={connectionId}>
              <Link href={`/connections/${connectionId}`}>{serviceName}</Link>
              <span className={status === "due" ? "badge warn" : "muted"}>
                {now ? dueWords(at, now) : <When at={at} only="day" />}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
