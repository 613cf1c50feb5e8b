import { useState } from 'react'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import './certificates.css'

/**
 * Prints the file itself, so that the paper lies as the file says and nothing needs to be set. Where
 * the browser shows no PDF of its own, such as on phones, the file opens beside the page instead.
 */
export function PrintButton({ address, ready }: { address: string; ready: boolean }) {
  const [printing, setPrinting] = useState(0)
  if (Reflect.get(navigator, 'pdfViewerEnabled') === false)
    return (
      <a className="button button-primary" href={address} target="_blank" rel="noreferrer">
        <Icon name="print" />
        在线打印
      </a>
    )
  return (
    <>
      <Button
        look="primary"
        icon="print"
        unavailable={!ready && '证书正在打开'}
        onClick={() => setPrinting(printing + 1)}
      >
        在线打印
      </Button>
      {printing > 0 && (
        <iframe
          key={printing}
          className="print-frame"
          src={address}
          title="正在打印的证书"
          tabIndex={-1}
          onLoad={({ currentTarget }) => {
            currentTarget.contentWindow?.focus()
            currentTarget.contentWindow?.print()
          }}
        />
      )}
    </>
  )
}
