import { useEffect, useState } from 'react'
import { Dialog } from '../ui/overlay.tsx'

export interface KeyDeeds {
  next: () => void
  previous: () => void
  /** 认定, or 通过 where another office follows. */
  accept: () => void
  giveBack: () => void
}

const stored = 'xueshi.review-keys'

/**
 * The keys of review: J and K walk the queue, A accepts, R returns, ? shows this. They sleep while
 * something is typed or a dialog is open, and whoever speaks to the computer can turn them off.
 */
export function ReviewKeys({ deeds }: { deeds: KeyDeeds }) {
  const [help, setHelp] = useState(false)
  const [on, setOn] = useState(() => localStorage.getItem(stored) !== 'off')
  useEffect(() => {
    if (!on) return
    const press = (event: KeyboardEvent) => {
      const modified = event.ctrlKey || event.metaKey || event.altKey
      if (modified || event.repeat || event.isComposing || isTyping(event.target)) return
      if (document.querySelector('[role="dialog"]')) return
      const keys: Record<string, () => void> = {
        j: deeds.next,
        k: deeds.previous,
        a: deeds.accept,
        r: deeds.giveBack,
        '?': () => setHelp(true),
      }
      const deed = keys[event.key.toLowerCase()]
      if (!deed) return
      event.preventDefault()
      deed()
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [on, deeds])
  const turn = (next: boolean) => {
    localStorage.setItem(stored, next ? 'on' : 'off')
    setOn(next)
  }
  return (
    <>
      <button type="button" className="link-button" onClick={() => setHelp(true)}>
        键盘快捷键
      </button>
      <Dialog open={help} close={() => setHelp(false)} title="键盘快捷键">
        <dl className="key-list">
          {keyTexts.map(([key, text]) => (
            <div key={key}>
              <dt>
                <kbd>{key}</kbd>
              </dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
        <label className="choice">
          <input type="checkbox" checked={on} onChange={(event) => turn(event.target.checked)} />
          <span>使用快捷键</span>
        </label>
      </Dialog>
    </>
  )
}

const keyTexts = [
  ['J', '下一条'],
  ['K', '上一条'],
  ['A', '认定，或通过并转上级（先确认）'],
  ['R', '退回'],
  ['?', '显示这个说明'],
] as const

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches('input:not([type="checkbox"]), textarea, select'))
  )
}
