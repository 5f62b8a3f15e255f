const day = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium" });
const minute = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short" });

/** An instant as the reader's clock shows it; a dash where there is none. */
export function When({ at, only = "minute" }: { at: string | null | undefined; only?: "day" | "minute" }) {
  if (!at) return <span className="muted">–</span>;
  const date = new Date(at);
  return (
    <time dateTime={at} title={at}>
      {(only === "day" ? day : minute).format(date)}
    </time>
  );
}
