import { useRouter } from '@tanstack/react-router'
import type { AnchorHTMLAttributes, MouseEvent, Ref } from 'react'
import { Icon, type IconName } from './icon.tsx'

interface LinkProps extends Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'href'> {
  /** An address of `paths.ts`. */
  to: string
  ref?: Ref<HTMLAnchorElement>
}

/** A link to one of our pages; its code is fetched when a pointer or the focus comes near. */
export function Link({ to, onClick, ...rest }: LinkProps) {
  const router = useRouter()
  const near = () => {
    // The code alone: guards read for the seat of the page that is open.
    const [path = to] = to.split('?')
    const [route] = router.getMatchedRoutes(path)[0].slice(-1)
    if (route) void router.loadRouteChunk(route)
  }
  const click = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event)
    const elsewhere = event.metaKey || event.ctrlKey || event.shiftKey || event.altKey
    if (event.defaultPrevented || elsewhere || event.button !== 0 || rest.target) return
    event.preventDefault()
    router.history.push(to)
  }
  return <a {...rest} href={to} onClick={click} onPointerEnter={near} onFocus={near} />
}

/** A link that looks like a button: it goes somewhere, it changes nothing. */
export function ButtonLink({
  look = 'secondary',
  icon,
  children,
  ...rest
}: LinkProps & { look?: 'primary' | 'secondary' | 'quiet'; icon?: IconName }) {
  return (
    <Link {...rest} className={`button button-${look}`}>
      {icon && <Icon name={icon} />}
      {children}
    </Link>
  )
}
