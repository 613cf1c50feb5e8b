import { useEffect, useState, useSyncExternalStore } from 'react'
import { Button } from './button.tsx'
import { Icon, type IconName } from './icon.tsx'

export type ToastTone = 'ok' | 'info' | 'warn' | 'error'
interface ToastItem {
  id: number
  text: string
  tone: ToastTone
}

const shownSeconds = 8
let last = 0
let items: readonly ToastItem[] = []
const listeners = new Set<() => void>()
const update = (next: readonly ToastItem[]) => {
  items = next
  for (const listener of listeners) listener()
}
const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Says that something was done. What the person must act on belongs in the page, not here. */
export function toast(text: string, tone: ToastTone = 'ok'): void {
  last += 1
  update([...items, { id: last, text, tone }].slice(-3))
}

const icons: Record<ToastTone, IconName> = {
  ok: 'checkCircle',
  info: 'info',
  warn: 'alert',
  error: 'error',
}

/** The place where toasts appear; one on the page. */
export function Toasts() {
  const shown = useSyncExternalStore(subscribe, () => items)
  return (
    <div className="toasts" role="status" aria-live="polite">
      {shown.map((item) => (
        <ToastBox key={item.id} item={item} />
      ))}
    </div>
  )
}

function ToastBox({ item }: { item: ToastItem }) {
  const [held, setHeld] = useState(false)
  const close = () => update(items.filter((other) => other.id !== item.id))
  useEffect(() => {
    // An error stays until it is closed; the others while a pointer or the focus is on them.
    if (held || item.tone === 'error') return
    const timer = setTimeout(
      () => update(items.filter((other) => other.id !== item.id)),
      shownSeconds * 1000,
    )
    return () => clearTimeout(timer)
  }, [held, item])
  return (
    <div
      className={`toast toast-${item.tone}`}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <Icon name={icons[item.tone]} />
      <span>{item.text}</span>
      <Button look="quiet" icon="close" iconOnly onClick={close}>
        关闭提示
      </Button>
    </div>
  )
}
