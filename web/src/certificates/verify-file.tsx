import { fileLimit, type FileVerification, verifyFile } from '@xueshi/contract/certificates'
import { useRef, useState, type DragEvent } from 'react'
import { useMove } from '../queries.ts'
import { isSilence } from '../persist.ts'
import { Button } from '../ui/button.tsx'
import { textOf } from '../ui/errors.ts'
import { Notice } from '../ui/notice.tsx'
import { formatInstant } from '../ui/time.ts'
import { FileFinding, FindingBox, OfflineFinding } from './finding.tsx'
import { demoText, packText } from './text.ts'
import { lookAtFile, type OwnFinding, useKeys } from './offline.ts'
import { Verdict } from './verdict.tsx'

interface Looked {
  name: string
  own: OwnFinding | null
  /** What the server found; null while it is asked, or where it could not be. */
  found: FileVerification | null
  failed: unknown
  at: Date
}

/** The certificate's own PDF: looked at in this browser first, then by the server, which keeps nothing of it. */
export function VerifyFile() {
  const input = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const [looked, setLooked] = useState<Looked | string | null>(null)
  const keys = useKeys()
  const ask = useMove(verifyFile)
  const take = async (file: File | undefined) => {
    if (!file) return
    if (file.size > fileLimit.bytes)
      return setLooked(`${file.name} 超过 4 MB，不是系统签发的证书文件。`)
    const own = await lookAtFile(new Uint8Array(await file.arrayBuffer()), keys).catch(() => null)
    const seen = { name: file.name, own, found: null, failed: null, at: new Date() }
    setLooked(seen)
    try {
      setLooked({ ...seen, found: await ask.mutateAsync({ file }) })
    } catch (failed) {
      setLooked({ ...seen, failed })
    }
  }
  const drag = (event: DragEvent) => {
    // Without this the browser opens the file in place of the page.
    event.preventDefault()
    setOver(event.type === 'dragover')
  }
  return (
    <div className="verify-file">
      <div
        className="verify-drop"
        data-over={over || undefined}
        onDragOver={drag}
        onDragLeave={drag}
        onDrop={(event) => {
          drag(event)
          void take(event.dataTransfer.files[0])
        }}
      >
        <input
          ref={input}
          type="file"
          hidden
          accept=".pdf,application/pdf"
          aria-label="选择证书文件"
          onChange={(event) => {
            const [file] = Array.from(event.target.files ?? [])
            // The same file may be chosen again.
            event.target.value = ''
            void take(file)
          }}
        />
        <Button icon="file" busy={ask.isPending} onClick={() => input.current?.click()}>
          选择证书文件
        </Button>
        <span className="verify-drop-words">
          也可以把 PDF 文件拖到这里。文件先在您的浏览器中核对，再由服务器核对，服务器不保存。
        </span>
      </div>
      {typeof looked === 'string' && <Notice tone="error" title={looked} live />}
      {looked && typeof looked === 'object' && <Result looked={looked} asking={ask.isPending} />}
    </div>
  )
}

function Result({ looked, asking }: { looked: Looked; asking: boolean }) {
  const { name, own, found, failed, at } = looked
  return (
    <>
      <p className="verify-name">
        {name}
        {asking && <span role="status">　正在核对……</span>}
      </p>
      {found?.file === 'genuine' && found.verification && (
        <Verdict
          found={found.verification}
          at={at}
          note={signedNote(found, own)}
          demoSigned={found.demo}
        />
      )}
      {found?.paper === 'pack' && (
        <FindingBox finding={packText} foot={<p>{signedNote(found, own)}</p>}>
          {found.demo && <p className="verdict-ending">{demoText}</p>}
        </FindingBox>
      )}
      {found && found.file !== 'genuine' && <FileFinding file={found.file} />}
      {failed !== null && <Alone own={own} failed={failed} />}
    </>
  )
}

/** By whom and when the file was signed, and who has looked. */
function signedNote({ signedAt, stampedAt }: FileVerification, own: OwnFinding | null): string {
  const signed = signedAt ? `，签名时间 ${formatInstant(signedAt)}` : ''
  const stamped = stampedAt ? `，时间戳 ${formatInstant(stampedAt)}` : ''
  const who = own?.file === 'genuine' ? '浏览器和服务器都已核对' : '服务器已核对'
  return `文件与签发时完全一致${signed}${stamped}（${who}）。`
}

/** The server could not be asked: what the browser found by itself is shown as no more than that. */
function Alone({ own, failed }: { own: OwnFinding | null; failed: unknown }) {
  if (own && own.file !== 'genuine') return <FileFinding file={own.file} />
  if (own?.facts && isSilence(failed)) return <OfflineFinding facts={own.facts} demo={own.demo} />
  return <Notice tone="error" title={textOf(failed)} live />
}
