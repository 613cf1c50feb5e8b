import { passwordCeiling } from '@xueshi/contract/password'
import { useEffect, useRef, useState } from 'react'
import * as z from 'zod/mini'
import { CallError } from '../call.ts'
import { useSession } from '../session.ts'
import { useToday } from '../today.ts'
import { Button } from '../ui/button.tsx'
import { FormActions, SubmitButton } from '../ui/form-actions.tsx'
import { Form, useFormOf } from '../ui/form.tsx'
import { keepFocus } from '../ui/keep-focus.ts'
import { announce } from '../ui/live.tsx'
import { useNarrow } from '../ui/narrow.ts'
import { Steps } from '../ui/steps.tsx'
import { useUrlState } from '../url.ts'
import { ClaimDialog } from './claim-dialog.tsx'
import { CaptchaField, type CaptchaHandle } from './captcha-field.tsx'
import { PhoneProofDialog } from './phone-proof-dialog.tsx'
import { useRegistering } from './registering.ts'
import { useConsequences } from './registration-consequences.ts'
import { forgetRegistration, startOfRegistration } from './registration-draft.ts'
import {
  AccountSection,
  fieldsOfStep,
  IdentitySection,
  QuestionSection,
  stepTitles,
  type RegistrationFormState,
} from './registration-sections.tsx'
import {
  registrationRules,
  RegistrationShape,
  type RegistrationValues,
} from './registration-shape.ts'
import './text.ts'

const lastStep = stepTitles.length - 1

/**
 * 个人用户注册, and the first step of 单位用户注册. On a wide window one page in sections, on a phone one step for each; the fields are the
 * same ones and stay as they are when the window changes. `done` is given the new account's name.
 */
export function RegistrationForm({
  label,
  done,
}: {
  label: string
  done: (accountName: string) => void
}) {
  const session = useSession()
  const today = useToday()
  const ceiling = session?.site.passwordCeiling ?? passwordCeiling
  const [start] = useState(startOfRegistration)
  const form = useFormOf(RegistrationShape, { start, rules: registrationRules(today, ceiling) })
  const captcha = useRef<CaptchaHandle>(null)
  const registering = useRegistering()
  const [unclaimed, setUnclaimed] = useState<RegistrationValues | null>(null)
  const { step, show, next, settled, unsettle } = useSteps(form)
  useConsequences(form)

  const finish = (accountName: string) => {
    forgetRegistration()
    done(accountName)
  }
  const submit = async (values: RegistrationValues) => {
    try {
      const answer = await captcha.current?.take()
      if (!answer) return
      const accountName = await registering.submit(values, answer)
      if (accountName !== null) finish(accountName)
      else captcha.current?.renew()
    } catch (error) {
      captcha.current?.renew()
      if (error instanceof CallError && error.code === 'CLAIM_REQUIRED') return setUnclaimed(values)
      throw error
    }
  }
  return (
    // Before the answer: a summary that is hidden as it appears cannot take the focus.
    <div className={settled ? 'registration-settled' : undefined} onSubmitCapture={unsettle}>
      <Form form={form} submit={submit} label={label}>
        {step !== null && <Steps steps={stepTitles} current={step} />}
        <AccountSection form={form} step={step} ceiling={ceiling} />
        <IdentitySection form={form} step={step} />
        <QuestionSection form={form} step={step}>
          <CaptchaField ref={captcha} />
        </QuestionSection>
        <FormActions>
          {step !== null && step > 0 && (
            <Button onMouseDown={keepFocus} onClick={() => show(step - 1)}>
              上一步
            </Button>
          )}
          {step !== null && step < lastStep ? (
            <Button look="primary" onMouseDown={keepFocus} onClick={() => void next()}>
              下一步
            </Button>
          ) : (
            <SubmitButton>注册</SubmitButton>
          )}
        </FormActions>
      </Form>
      {registering.waiting && (
        <PhoneProofDialog
          phone={registering.waiting.values.phone}
          close={registering.close}
          finish={registering.finish}
        />
      )}
      {unclaimed && (
        <ClaimDialog
          values={unclaimed}
          close={() => setUnclaimed(null)}
          done={finish}
          taken={() => {
            setUnclaimed(null)
            if (step !== null) show(0)
            form.setError(
              'accountName',
              { type: 'ACCOUNT_TAKEN', message: 'ACCOUNT_TAKEN' },
              { shouldFocus: true },
            )
          }}
        />
      )}
    </div>
  )
}

const Search = z.object({ step: z.optional(z.enum(['1', '2', '3'])) })

/**
 * The step that a phone shows, null where all sections stand on one page. It is in the URL, so that
 * going back goes one step back; a page loaded anew begins at the first, for the passwords are gone.
 */
function useSteps(form: RegistrationFormState) {
  const narrow = useNarrow()
  const [{ step: asked = '1' }, setSearch] = useUrlState(Search)
  const [reached, setReached] = useState(0)
  // The refusal of a submission is settled once the person goes on from the step that it was about.
  const [settled, setSettled] = useState(false)
  const step = narrow ? Math.min(Number(asked) - 1, reached) : null
  const show = (at: number) => {
    setReached(Math.max(reached, at))
    setSearch({ step: at > 0 ? String(at + 1) : undefined })
  }
  const next = async () => {
    if (step === null) return
    if (await form.trigger(fieldsOfStep[step], { shouldFocus: true })) {
      setSettled(true)
      show(step + 1)
    } else announce('这一步还有内容需要修改')
  }

  const { submitCount, errors } = form.formState
  useEffect(() => {
    // The summary leads to fields, so the step of the first wrong one must be in sight.
    const wrong = fieldsOfStep.findIndex((names) => names.some((name) => name in errors))
    if (step !== null && submitCount > 0 && wrong >= 0 && wrong !== step) show(wrong)
    // Only a submission may move the person, not each keystroke that changes the errors.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [submitCount])

  const former = useRef(step)
  useEffect(() => {
    if (former.current === step || step === null) return
    former.current = step
    if (document.activeElement?.closest('.error-summary')) return
    document.getElementById(`step-${step}`)?.focus({ preventScroll: true })
    window.scrollTo(0, 0)
  }, [step])
  return { step, show, next, settled, unsettle: () => setSettled(false) }
}
