import type { MouseEvent } from 'react'

/**
 * For `onMouseDown` of what stands below fields. A press takes the focus from the field being typed
 * in; if that field is found wrong at that moment its message moves everything below, the button
 * included, and the press ends beside it. So the focus stays where it is; the keyboard is untouched.
 */
export function keepFocus(event: MouseEvent): void {
  event.preventDefault()
}
