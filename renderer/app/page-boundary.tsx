import { Component, type ErrorInfo, type ReactNode } from 'react'
import { Button } from '../ui/button.tsx'
import { Disclosure } from '../ui/disclosure.tsx'

interface PageBoundaryState {
  error: Error | null
  componentStack: string
}

/** Keeps the trouble of one page from taking the window with it. Give it another `key` to try another page. */
export class PageBoundary extends Component<{ children: ReactNode }, PageBoundaryState> {
  override state: PageBoundaryState = { error: null, componentStack: '' }

  static getDerivedStateFromError(error: unknown): Partial<PageBoundaryState> {
    return { error: error instanceof Error ? error : new Error(String(error)) }
  }

  override componentDidCatch(_error: Error, { componentStack }: ErrorInfo): void {
    this.setState({ componentStack: componentStack ?? '' })
  }

  override render(): ReactNode {
    const { error, componentStack } = this.state
    if (error === null) return this.props.children
    return (
      <div role="alert" className="mx-auto flex h-full max-w-2xl flex-col justify-center gap-4 overflow-y-auto p-6">
        <h1 className="text-title font-semibold">This page has a problem</h1>
        <p className="text-muted">
          The rest of the studio works, and so does whatever is running. Loading the page again usually helps.
        </p>
        <div className="flex gap-2">
          <Button variant="primary" onClick={() => this.setState({ error: null, componentStack: '' })}>
            Reload page
          </Button>
          <Button onClick={() => location.reload()}>Reload window</Button>
        </div>
        <Disclosure summary="Details">
          <pre className="overflow-x-auto rounded-control bg-surface p-3 text-small select-text" tabIndex={0}>
            {error.message}
            {componentStack}
          </pre>
        </Disclosure>
      </div>
    )
  }
}
