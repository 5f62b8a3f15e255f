import { SelectField, TextField } from "../form/field.tsx";
import { Button } from "../parts/button.tsx";
import type { Wanted } from "./matching.ts";
import { statusWords } from "./status-badge.tsx";

interface ToolbarProps {
  wanted: Wanted;
  onWanted: (wanted: Wanted) => void;
  /** The data service whose connections alone are shown. */
  serviceName: string | undefined;
  shown: number;
  all: number;
  isLoading: boolean;
}

export function ConnectionsToolbar({ wanted, onWanted, serviceName, shown, all, isLoading }: ToolbarProps) {
  const put = (change: Partial<Wanted>) => onWanted({ ...wanted, ...change });
  return (
    <div className="toolbar">
      <TextField
        label="Find"
        name="find"
        type="search"
        value={wanted.text}
        onChange={(text) => put({ text })}
      />
      <SelectField
        label="Status"
        name="status"
        value={wanted.status}
        onChange={(status) => put({ status })}
        options={[["", "Any"], ...Object.entries(statusWords)]}
      />
      {wanted.serviceId && (
        <Button onClick={() => put({ serviceId: "" })}>
          Only {serviceName ?? "one data service"} <span aria-hidden="true">✕</span>
          <span className="visually-hidden">: show all</span>
        </Button>
      )}
      <p className="count" role={isLoading ? undefined : "status"}>
        {count(shown, all)}
        {isLoading && " so far …"}
      </p>
    </div>
  );
}

function count(shown: number, all: number): string {
  const [some, every] = [shown, all].map((number) => number.toLocaleString("en-GB"));
  return shown === all ? `${every} connections` : `${some} of ${every} connections`;
}
