import { useEffect, useRef, type ReactNode } from 'react'
import { FieldFrame, useField, type FieldProps, type FieldWiring } from '../ui/field.tsx'
import { Icon } from '../ui/icon.tsx'
import { Progress } from '../ui/progress.tsx'
import type { CaptchaState } from './captcha-shape.ts'

export interface WorkShownProps {
  field: FieldProps
  state: CaptchaState
  again: () => void
  below: ReactNode
}

/** The captcha as work of the browser: how far it is, in the place of picture and input. */
export default function WorkShown({ field, state, again, below }: WorkShownProps) {
  const wiring = useField(field, false)
  return (
    <FieldFrame field={field} wiring={wiring} group below={below}>
      <Work state={state} wiring={wiring} again={again} />
    </FieldFrame>
  )
}

function Work({
  state,
  wiring,
  again,
}: {
  state: CaptchaState
  wiring: FieldWiring
  again: () => void
}) {
  const place = useRef<HTMLDivElement>(null)
  // The button that was pressed to come here is gone, and the focus with it.
  useEffect(() => place.current?.focus({ preventScroll: true }), [])
  return (
    <div
      ref={place}
      id={wiring.inputId}
      className="captcha-work"
      role="group"
      aria-labelledby={wiring.labelId}
      tabIndex={-1}
    >
      {state.at === 'solved' && (
        <p className="captcha-solved">
          <Icon name="checkCircle" />
          自动验证已完成，无需填写
        </p>
      )}
      {state.at === 'failed' && (
        <p role="alert">
          {state.text}
          <button type="button" className="link-button" onClick={again}>
            重试
          </button>
        </p>
      )}
      {state.at === 'opening' && <Progress label="正在准备自动验证" value={null} />}
      {state.at === 'working' && (
        <Progress label="浏览器正在自动验证，请稍候" value={state.share} />
      )}
    </div>
  )
}
