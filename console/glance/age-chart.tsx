import { type AgeBin, ageBins } from "./age-bins.ts";
import { useWidth } from "./use-width.ts";

/** In pixels, as all that follows. */
const HEIGHT = 220;
const LEFT = 34;
const BOTTOM = 26;
const TOP = 22;

interface AgeChartProps {
  agesDays: readonly number[];
  maxAgeDays: number;
}

/** How many keys are how old, against the age at which the org's policy has them reset. */
export function AgeChart({ agesDays, maxAgeDays }: AgeChartProps) {
  const [frame, width] = useWidth();
  const bins = ageBins(agesDays, maxAgeDays);
  const most = Math.max(4, ...bins.map(({ count }) => count));
  const overdue = agesDays.filter((age) => age >= maxAgeDays).length;
  const step = (width - LEFT) / bins.length;
  const y = (count: number) => TOP + (HEIGHT - TOP - BOTTOM) * (1 - count / most);
  const dueAt = LEFT + step * bins.findIndex(({ from }) => from >= maxAgeDays);
  return (
    <figure className="chart" ref={frame}>
      <svg
        height={HEIGHT}
        viewBox={`0 0 ${width} ${HEIGHT}`}
        role="img"
        aria-label={`Ages of ${agesDays.length} keys: ${overdue} are ${maxAgeDays} days old or older.`}
      >
        {[0, Math.round(most / 2), most].map((count) => (
          <g key={count} className="scale">
            <line x1={LEFT} x2={width} y1={y(count)} y2={y(count)} />
            <text x={LEFT - 8} y={y(count) + 4} textAnchor="end">
              {count}
            </text>
          </g>
        ))}
        {bins.map(({ from, to, count }, place) => (
          <rect
            key={from}
            className={from >= maxAgeDays ? "bar due" : "bar"}
            x={LEFT + place * step + 1.5}
            width={step - 3}
            y={y(count)}
            height={y(0) - y(count)}
          >
            <title>{binWords(bins, place, from, to, count)}</title>
          </rect>
        ))}
        <g className="due-line">
          <line x1={dueAt} x2={dueAt} y1={TOP - 8} y2={y(0)} />
          <text x={dueAt - 6} y={TOP - 6} textAnchor="end">
            due at {maxAgeDays} days
          </text>
        </g>
        <g className="scale">
          {bins.map(({ from }, place) =>
            place % 3 === 0 ? (
              <text key={from} x={LEFT + place * step} y={HEIGHT - 8} textAnchor="middle">
                {from}
              </text>
            ) : null,
          )}
        </g>
      </svg>
      <AgeTable bins={bins} />
    </figure>
  );
}

function AgeTable({ bins }: { bins: AgeBin[] }) {
  return (
    <details>
      <summary>The same as a table</summary>
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">Age in days</th>
            <th scope="col">Keys</th>
          </tr>
        </thead>
        <tbody>
          {bins
            .map((bin, place) => ({ ...bin, range: rangeWords(bins, place, bin.from, bin.to) }))
            .filter(({ count }) => count > 0)
            .map(({ from, range, count }) => (
              <tr key={from}>
                <th scope="row">{range}</th>
                <td>{count}</td>
              </tr>
            ))}
        </tbody>
      </table>
    </details>
  );
}

function rangeWords(bins: AgeBin[], place: number, from: number, to: number): string {
  return place === bins.length - 1 ? `${from} or more` : `${from} to ${to - 1}`;
}

function binWords(bins: AgeBin[], place: number, from: number, to: number, count: number): string {
  return `${rangeWords(bins, place, from, to)} days: ${count === 1 ? "1 key" : `${count} keys`}`;
}
