import { ageWords } from "./age-words.ts";

/** As the first reminder of the policy by default. */
const SOON_DAYS = 30;

interface AgeGaugeProps {
  ageDays: number;
  maxAgeDays: number;
}

/** How much of its time a key has had. */
export function AgeGauge({ ageDays, maxAgeDays }: AgeGaugeProps) {
  const left = maxAgeDays - ageDays;
  const look = left <= 0 ? "over" : left <= SOON_DAYS ? "soon" : "";
  const words = `${ageWords(ageDays)} old, of ${maxAgeDays} at the most`;
  return (
    <div className="age">
      <div className={`gauge ${look}`} aria-hidden="true">
        <span style={{ width: `${Math.min(100, Math.max(1, (100 * ageDays) / maxAgeDays))}%` }} />
      </div>
      <p>{words}</p>
    </div>
  );
}
