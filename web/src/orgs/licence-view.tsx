import type { Unit } from '@xueshi/contract/orgs/units'
import { Icon } from '../ui/icon.tsx'
import './orgs.css'

const kindText = { 'application/pdf': 'PDF', 'image/jpeg': 'JPG', 'image/png': 'PNG' } as const

/** A scan: a picture in the page, a PDF in a window of its own. */
export function LicenceView({ licence }: { licence: NonNullable<Unit['licence']> }) {
  const { name, type, sizeBytes, url } = licence
  return (
    <>
      <p>
        <a className="button button-secondary" href={url} target="_blank" rel="noreferrer">
          <Icon name="eye" />
          {`查看 ${name}`}
          <span className="unseen">（在新窗口打开）</span>
        </a>{' '}
        <span className="unbroken">
          {`${kindText[type]} · ${Math.max(1, Math.round(sizeBytes / 1024))} KB`}
        </span>
      </p>
      {type !== 'application/pdf' && (
        <img className="licence-view" src={url} alt={`证照扫描件：${name}`} />
      )}
    </>
  )
}
