import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { CallError } from './call-error.ts'
import { listenForRefusals, queryClient } from './queries.ts'
import { router } from './router.tsx'
import { leaveWhenSignedOut } from './signed-out.ts'
import { followSystem } from './ui/display.ts'
import './ui/tokens.css'
import './ui/base.css'
import './ui/field.css'
import './ui/table.css'
import './ui/piece.css'
import './ui/overlay.css'
import './portals/shell.css'

/** Methods that the oldest browsers lack come from a chunk of their own, and only to them. */
const complete =
  'at' in Array.prototype &&
  'at' in String.prototype &&
  'findLast' in Array.prototype &&
  'hasOwn' in Object &&
  'timeout' in AbortSignal

async function start(): Promise<void> {
  if (!complete) await import('./missing-methods.ts')
  followSystem()
  listenForRefusals(leaveWhenSignedOut)
  const place = document.getElementById('root')
  if (!place) throw new Error('the page has no #root')
  createRoot(place, { onCaughtError: report }).render(
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </StrictMode>,
  )
  // The page is drawn without them, and few visitors ever read one.
  import('./ui/refusal-texts.ts').catch(() => undefined)
}

/** A refusal that a page has shown is no fault of the program; anything else is worth a line. */
function report(error: unknown): void {
  // oxlint-disable-next-line no-console
  if (!(error instanceof CallError)) console.error(error)
}

void start()
