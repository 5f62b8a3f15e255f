import type { Summary } from "@keyturn/client";
import { Link } from "wouter";
import { statusWords } from "../connections/status-badge.tsx";

/** Each count leads to what it counts. */
export function Counts({ summary }: { summary: Summary }) {
  const { byStatus, dueWithin30Days, retirementsHeld, drift } = summary;
  const drifted = Object.values(drift).reduce((sum, count) => sum + count, 0);
  const tiles = [
    { words: statusWords.active, count: byStatus.active, to: "/connections?status=active", look: "good" },
    { words: "Due within 30 days", count: dueWithin30Days, to: "/connections?status=active", look: "" },
    { words: statusWords.due, count: byStatus.due, to: "/connections?status=due", look: "warn" },
    {
      words: statusWords.disabled,
      count: byStatus.disabled,
      to: "/connections?status=disabled",
      look: "bad",
    },
    {
      words: statusWords.not_configured,
      count: byStatus.not_configured,
      to: "/connections?status=not_configured",
      look: "",
    },
    { words: "Old keys held", count: retirementsHeld, to: "/connections", look: "warn" },
    { words: "Changed in IAM by others", count: drifted, to: "/connections", look: "bad" },
  ];
  return (
    <ul className="tiles" aria-label="Counts">
      {tiles.map(({ words, count = 0, to, look }) => (
        <li key={words}>
          <Link href={to} className={`tile ${count > 0 ? look : ""}`}>
            <span className="tile-count">{count.toLocaleString("en-GB")}</span>
            <span>{words}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
