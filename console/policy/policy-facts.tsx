import type { Policy } from "@keyturn/client";
import "../styles/policy.css";

/** For whoever may read the policy and not change it. */
export function PolicyFacts({ policy: { contacts, rotation, reset } }: { policy: Policy }) {
  const facts: [words: string, value: string][] = [
    ["A key is due after", days(rotation.maxAgeDays)],
    ["Reminders before that", rotation.remindBeforeDays.map(days).join(", ") || "none"],
    ["Said again, once it is due, every", days(rotation.overdueEveryDays)],
    [
      "A key that is not reset",
      rotation.deactivateAfterDays === undefined
        ? "works on"
        : `is deactivated ${days(rotation.deactivateAfterDays)} after it was due`,
    ],
    ["A reset is, unless somebody says otherwise,", reset.defaultMode],
    ["The old key of a staged reset works on for", hours(reset.graceHoursDefault)],
    ["At the most", hours(reset.graceHoursMax)],
    ["It counts as in use when it was used within", hours(reset.quietHours)],
    ["It ends in any case after", days(reset.hardStopDays)],
    ["It can be restored for", hours(reset.undoHours)],
    ["Told of every key", contacts.join(", ") || "nobody"],
  ];
  return (
    <div className="card">
      <dl className="facts">
        {facts.map(([words, value]) => (
          <div key={words} className="fact">
            <dt>{words}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

function days(count: number): string {
  return count === 1 ? "1 day" : `${count} days`;
}

function hours(count: number): string {
  return count === 1 ? "1 hour" : `${count} hours`;
}
