import { useId, type ButtonHTMLAttributes, type MouseEvent, type Ref } from 'react'
import { Icon, type IconName } from './icon.tsx'

export interface ButtonProps extends Omit<
  ButtonHTMLAttributes<HTMLButtonElement>,
  'disabled' | 'className'
> {
  look?: 'primary' | 'secondary' | 'danger' | 'quiet'
  icon?: IconName
  /** Shows the icon alone; the children become its name. */
  iconOnly?: boolean
  busy?: boolean
  /** Why the button cannot be used now. It keeps the focus and tells. */
  unavailable?: string | undefined | false
  ref?: Ref<HTMLButtonElement>
}

/** A button of 44 px. While `busy` a second press does nothing; where `unavailable` it says why. */
export function Button(props: ButtonProps) {
  const {
    look = 'secondary',
    icon,
    iconOnly,
    busy,
    unavailable,
    children,
    onClick,
    type = 'button',
    ...rest
  } = props
  const reasonId = useId()
  const blocked = Boolean(busy || unavailable)
  const click = (event: MouseEvent<HTMLButtonElement>) => {
    if (blocked) event.preventDefault()
    else onClick?.(event)
  }
  const button = (
    <button
      {...rest}
      type={type}
      className={`button button-${look}${iconOnly ? ' button-icon' : ''}`}
      onClick={click}
      aria-disabled={blocked || undefined}
      aria-busy={busy || undefined}
      aria-describedby={unavailable ? reasonId : rest['aria-describedby']}
    >
      {busy ? <span className="spinner" aria-hidden="true" /> : icon && <Icon name={icon} />}
      {iconOnly ? <span className="unseen">{children}</span> : children}
    </button>
  )
  if (!('unavailable' in props)) return button
  // The wrap stays when the reason goes, or the button would be another one, without the focus.
  return (
    <span className="button-wrap">
      {button}
      {unavailable && (
        <span id={reasonId} role="tooltip" className="button-reason">
          {unavailable}
        </span>
      )}
    </span>
  )
}
