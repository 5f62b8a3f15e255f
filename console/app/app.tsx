import { QueryClientProvider } from "@tanstack/react-query";
import { Router } from "wouter";
import { queries } from "../api/queries.ts";
import { ExpiredDialog } from "../session/expired-dialog.tsx";
import { SignInPage } from "../session/sign-in-page.tsx";
import { useSession } from "../session/use-session.ts";
import { useHashPath, useHashSearch } from "./location.ts";
import { Shell } from "./shell.tsx";

export function App() {
  const session = useSession();
  return (
    <QueryClientProvider client={queries}>
      <Router hook={useHashPath} searchHook={useHashSearch} hrefs={(path) => `#${path}`}>
        {session.is === "signed_out" ? (
          <SignInPage said={session.said} />
        ) : (
          <>
            <Shell key={`${session.me.org} ${session.me.name}`} />
            {session.is === "expired" && <ExpiredDialog org={session.me.org} />}
          </>
        )}
      </Router>
    </QueryClientProvider>
  );
}
