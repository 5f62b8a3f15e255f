import { useSyncExternalStore } from "react";
import { Notice } from "../parts/notice.tsx";

/** What is on the page is from before, and nothing can be changed. */
export function OfflineNotice() {
  const isOnline = useSyncExternalStore(subscribe, () => navigator.onLine);
  if (isOnline) return null;
  return (
    <Notice kind="warn" announced>
      You are offline. What you see may be out of date, and nothing can be changed until the connection is
      back.
    </Notice>
  );
}

function subscribe(listener: () => void): () => void {
  window.addEventListener("online", listener);
  window.addEventListener("offline", listener);
  return () => {
    window.removeEventListener("online", listener);
    window.removeEventListener("offline", listener);
  };
}
