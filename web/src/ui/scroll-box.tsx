import { useEffect, useRef, useState, type ReactNode } from 'react'

/** A box that scrolls by itself; where it has more than it shows, the keyboard can reach and scroll it. */
export function ScrollBox({
  className,
  label,
  children,
}: {
  className: string
  label: string
  children: ReactNode
}) {
  const box = useRef<HTMLDivElement>(null)
  const [overflows, setOverflows] = useState(false)
  useEffect(() => {
    const element = box.current
    if (!element) return
    const look = () =>
      setOverflows(
        element.scrollHeight > element.clientHeight + 1 ||
          element.scrollWidth > element.clientWidth + 1,
      )
    const observer = new ResizeObserver(look)
    observer.observe(element)
    // Its content may grow while the box stays as it is.
    for (const child of element.children) observer.observe(child)
    look()
    return () => observer.disconnect()
  })
  const reachable = overflows ? { tabIndex: 0, role: 'group', 'aria-label': label } : {}
  return (
    <div ref={box} className={className} {...reachable}>
      {children}
    </div>
  )
}
