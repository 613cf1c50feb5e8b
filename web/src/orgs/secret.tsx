import { Button } from '../ui/button.tsx'
import { copyText } from '../ui/copy.ts'

/** A secret that is told once: whole, to be copied, under its name. */
export function Secret({ name, value }: { name: string; value: string }) {
  return (
    <div className="secret">
      <p>{name}</p>
      <code>{value}</code>
      <Button onClick={() => void copyText(name, value)} aria-label={`复制${name}`}>
        复制
      </Button>
    </div>
  )
}
