import type { HistoryEntry } from "@keyturn/client";
import { Link } from "wouter";
import { When } from "../parts/when.tsx";
import "../styles/history.css";
import { EventFacts } from "./event-facts.tsx";
import { eventWords } from "./event-words.ts";

interface TimelineProps {
  entries: readonly HistoryEntry[];
  /** Whether each says which data service it is about. */
  named: boolean;
}

/** What happened, newest first. */
export function Timeline({ entries, named }: TimelineProps) {
  return (
    <ol className="timeline">
      {entries.map(({ eventId, type, occurredAt, by, data }) => {
        const { words, look } = eventWords(type);
        return (
          <li key={eventId} className={look}>
            <p className="row">
              <strong>{words}</strong>
              {named && <About data={data} />}
            </p>
            <p className="muted">
              <When at={occurredAt} /> by {by}
            </p>
            <EventFacts data={data} />
          </li>
        );
      })}
    </ol>
  );
}

function About({ data: { connectionId, serviceName } }: Pick<HistoryEntry, "data">) {
  if (typeof serviceName !== "string") return null;
  if (typeof connectionId !== "string") return <span>{serviceName}</span>;
  return <Link href={`/connections/${connectionId}/history`}>{serviceName}</Link>;
}
