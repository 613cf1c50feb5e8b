import { useState } from 'react'
import { useFormContext } from 'react-hook-form'
import { Button } from './button.tsx'
import { FieldFrame, useField, type FieldProps } from './field.tsx'
import { Icon } from './icon.tsx'

export interface PasswordRule {
  text: string
  holds: (password: string) => boolean
}

export interface PasswordFieldProps extends FieldProps {
  /** Which password it is, for password managers. */
  autoComplete: 'current-password' | 'new-password'
  /** Ticked one by one as the person types. */
  rules?: readonly PasswordRule[]
}

/** A password that can be shown, with its rules ticked as they come to hold. */
export function PasswordField({ autoComplete, rules, ...field }: PasswordFieldProps) {
  const wiring = useField(field, false)
  const { register, watch } = useFormContext()
  const [shown, setShown] = useState(false)
  const value: unknown = watch(field.name)
  const password = typeof value === 'string' ? value : ''
  return (
    <FieldFrame
      field={field}
      wiring={wiring}
      below={rules && <Rules rules={rules} password={password} />}
    >
      <div className="input-row input-joined">
        <input
          {...register(field.name)}
          type={shown ? 'text' : 'password'}
          id={wiring.inputId}
          className="input"
          autoComplete={autoComplete}
          autoCapitalize="off"
          spellCheck={false}
          aria-required={field.required || undefined}
          aria-invalid={wiring.error !== null || undefined}
          aria-describedby={wiring.describedBy}
        />
        <Button
          look="quiet"
          icon={shown ? 'eyeOff' : 'eye'}
          iconOnly
          aria-pressed={shown}
          onClick={() => setShown(!shown)}
        >
          {`显示${field.label}`}
        </Button>
      </div>
    </FieldFrame>
  )
}

function Rules({ rules, password }: { rules: readonly PasswordRule[]; password: string }) {
  return (
    <ul className="rule-list" aria-label="密码要求">
      {rules.map(({ text, holds }) => {
        const kept = password !== '' && holds(password)
        return (
          <li key={text} className={kept ? 'rule-kept' : undefined}>
            {kept ? <Icon name="checkCircle" /> : <span className="rule-dot" aria-hidden="true" />}
            {text}
            <span className="unseen">{kept ? '（已满足）' : '（未满足）'}</span>
          </li>
        )
      })}
    </ul>
  )
}
