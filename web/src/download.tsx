import type { Endpoint } from '@xueshi/contract/endpoint'
import { type ReactNode, useState } from 'react'
import { call, type CallInput } from './call.ts'
import { Button } from './ui/button.tsx'
import { textOf } from './ui/errors.ts'
import type { IconName } from './ui/icon.tsx'
import { toast } from './ui/toast.tsx'

interface DownloadProps<E extends Endpoint> {
  endpoint: E
  input: CallInput<E>
  fileName: string
  icon?: IconName
  look?: 'primary' | 'secondary' | 'quiet'
  children: ReactNode
}

/** Fetches a file, or an answer as JSON, from the seat that the page is open in, which a plain link could not name, and saves it. */
export function Download<E extends Endpoint>({
  endpoint,
  input,
  fileName,
  icon = 'download',
  look,
  children,
}: DownloadProps<E>) {
  const [isBusy, setBusy] = useState(false)
  const go = async () => {
    setBusy(true)
    try {
      const bytes: unknown = await call(endpoint, input)
      if (bytes instanceof Blob) save(bytes, fileName)
      else save(new Blob([JSON.stringify(bytes, null, 2)], { type: 'application/json' }), fileName)
    } catch (error) {
      toast(textOf(error), 'error')
    }
    setBusy(false)
  }
  return (
    <Button icon={icon} {...(look && { look })} busy={isBusy} onClick={() => void go()}>
      {children}
    </Button>
  )
}

function save(bytes: Blob, fileName: string): void {
  const address = URL.createObjectURL(bytes)
  const link = document.createElement('a')
  link.href = address
  link.download = fileName
  link.click()
  // The browser has begun to read it by then; older ones need the address for a moment.
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}
