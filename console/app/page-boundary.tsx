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
        <p>It may be an older one than what is served by now, or the connection was lost.</p>
        <Button onClick={() => this.setState({ failed: false })}>Try again</Button>
      </Empty>
    );
  }
}
