import { Component, type ReactNode } from 'react';
import { ErrorState } from '../ui/ErrorState.tsx';

interface ErrorBoundaryState {
  readonly error: Error | null;
}

/** Shows a page's bug in its place, so that the rest of the window goes on. */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, ErrorBoundaryState> {
  override state: ErrorBoundaryState = { error: null };

  static getDerivedStateFromError(error: Error): ErrorBoundaryState {
    return { error };
  }

  override render() {
    const { error } = this.state;
    if (error === null) return this.props.children;
    return (
      <ErrorState
        title="This page ran into a bug"
        message={error.message}
        action={{ label: 'Show the page again', onClick: () => this.setState({ error: null }) }}
      />
    );
  }
}
