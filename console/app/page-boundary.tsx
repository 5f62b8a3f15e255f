import { Component, type ReactNode } from "react";
import { Button } from "../parts/button.tsx";
import { Empty } from "../parts/empty.tsx";

/** A page that fails, or cannot be loaded, takes nothing else with it. */
export class PageBoundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    return (
      <Empty title="This page could not be shown">
        <p>The connection was lost, or a newer console is served by now. Reload it, and sign in again.</p>
        <Button onClick={() => location.reload()}>Reload</Button>
      </Empty>
    );
  }
}
