import { Component, type ReactNode } from 'react'
import { ErrorPage } from './ui/states.tsx'

interface Props {
  retry: () => void
  children: ReactNode
}

/** Shows the error page where drawing a page has thrown. Put a key on it that changes with the page. */
export class ErrorBoundary extends Component<Props, { error: unknown }> {
  override state = { error: null }

  static getDerivedStateFromError(error: unknown) {
    return { error }
  }

  override render() {
    const { error } = this.state
    return error === null ? (
      this.props.children
    ) : (
      <ErrorPage error={error} retry={this.props.retry} />
    )
  }
}
