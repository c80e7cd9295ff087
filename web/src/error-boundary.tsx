import { Component, type ReactNode } from 'react'
import { strings } from './strings.ts'

/** Keeps the other views where one breaks, or its script cannot be loaded. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false }

  static getDerivedStateFromError() {
    return { failed: true }
  }

  override render() {
    if (!this.state.failed) return this.props.children
    return (
      <div className="notice" role="alert">
        <p>{strings.pageFailed}</p>
        <button type="button" onClick={() => location.reload()}>
          {strings.reload}
        </button>
      </div>
    )
  }
}
