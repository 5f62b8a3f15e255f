import type { ReactNode } from "react";

interface NoticeProps {
  kind: "info" | "good" | "warn" | "bad";
  /** Read out as soon as it is there. */
  announced?: boolean;
  children: ReactNode;
}

export function Notice({ kind, announced = false, children }: NoticeProps) {
  return (
    <div className={`notice ${kind}`} {...(announced && { role: kind === "bad" ? "alert" : "status" })}>
      {children}
    </div>
  );
}
