import { Button } from '../ui/button.tsx'
import { toast } from '../ui/toast.tsx'

/** A secret that is told once: whole, to be copied, under its name. */
export function Secret({ name, value }: { name: string; value: string }) {
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(value)
      toast(`已复制${name}`)
    } catch {
      toast('浏览器不允许复制，请选中后自行复制', 'error')
    }
  }
  return (
    <div className="secret">
      <p>{name}</p>
      <code>{value}</code>
      <Button onClick={() => void copy()} aria-label={`复制${name}`}>
        复制
      </Button>
    </div>
  )
}
