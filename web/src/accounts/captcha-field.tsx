import {
  openCaptcha,
  type Captcha,
  type CaptchaAnswer,
  type CaptchaKind,
} from '@xueshi/contract/accounts'
import {
  lazy,
  Suspense,
  useCallback,
  useEffect,
  useImperativeHandle,
  useRef,
  useState,
  type Ref,
} from 'react'
import { useFormContext } from 'react-hook-form'
import type * as z from 'zod/mini'
import { call } from '../call.ts'
import { textOf } from '../ui/errors.ts'
import { FieldFrame, useField } from '../ui/field.tsx'
import { keepFocus } from '../ui/keep-focus.ts'
import { announce } from '../ui/live.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { noCaptcha, type CaptchaState } from './captcha-shape.ts'
import './accounts.css'

type Answer = z.infer<typeof CaptchaAnswer>
type Kind = z.infer<typeof CaptchaKind>

export interface CaptchaHandle {
  /** The answer to send; it can be sent once. Work that is not done yet, or too old, is done first. */
  take: () => Promise<Answer>
  /** Sets the next one; called after every refusal, because the last is used up. */
  renew: () => void
}

// The server takes an answer for two minutes; the ten seconds are for its way.
const lifeMilliseconds = 110_000

// A first captcha begins the visit that it is bound to. Two at once would begin two visits, and the
// cookie of the one would spoil the other: so each waits for the one before, and none is broken off.
let opening: Promise<unknown> = Promise.resolve()

function openNext(kind: Kind): Promise<Captcha> {
  const next = opening.then(() => call(openCaptcha, { body: { kind } }))
  opening = next.catch(() => undefined)
  return next
}

// Few need it, so its code comes with the first work.
const WorkShown = lazy(() => import('./captcha-work-shown.tsx'))

/** 验证码: a picture to read, or work that the browser does instead of the person. */
export function CaptchaField({ ref }: { ref: Ref<CaptchaHandle> }) {
  const { setValue, getValues, clearErrors, setFocus } = useFormContext()
  const [state, setState] = useState<CaptchaState>({ at: 'opening' })
  const [kind, setKind] = useState<Kind>('image')
  const abort = useRef<AbortController>(null)
  const solving = useRef<{ answer: Promise<Answer>; until: number }>(null)

  const begin = useCallback(
    (next: Kind) => {
      abort.current?.abort()
      abort.current = new AbortController()
      solving.current = null
      setKind(next)
      setState({ at: 'opening' })
      setValue('captcha', { ...noCaptcha, kind: next })
      clearErrors('captcha')
      return abort.current.signal
    },
    [setValue, clearErrors],
  )

  const showPicture = useCallback(async () => {
    const signal = begin('image')
    try {
      const captcha = await openNext('image')
      if (signal.aborted) return
      setValue('captcha.id', captcha.id)
      setState({ at: 'shown', image: captcha.image ?? '' })
      const timer = setTimeout(() => {
        setValue('captcha.id', '')
        setState({ at: 'expired' })
      }, lifeMilliseconds)
      signal.addEventListener('abort', () => clearTimeout(timer))
    } catch (error) {
      if (!signal.aborted) setState({ at: 'failed', text: textOf(error) })
    }
  }, [begin, setValue])

  const doWork = useCallback((): Promise<Answer> => {
    const signal = begin('work')
    const work = async () => {
      const coming = import('./captcha-work.ts')
      const { id, work: set } = await openNext('work')
      const { solveWork } = await coming
      if (signal.aborted) throw signal.reason
      if (!set) throw new Error('the server set no work')
      setState({ at: 'working', share: 0 })
      const progress = (share: number) => setState({ at: 'working', share })
      const answer = await solveWork(set, { signal, progress })
      setState({ at: 'solved' })
      announce('自动验证已完成')
      return { id, answer }
    }
    const answer = work()
    solving.current = { answer, until: Date.now() + lifeMilliseconds }
    answer.catch((error: unknown) => {
      if (signal.aborted) return
      solving.current = null
      setState({ at: 'failed', text: textOf(error) })
    })
    return answer
  }, [begin])

  useEffect(() => {
    void showPicture()
    return () => abort.current?.abort()
  }, [showPicture])

  useImperativeHandle(ref, () => ({
    take: () => {
      if (kind === 'image') {
        const { id, answer } = getValues('captcha') as Answer // the field's own shape
        return Promise.resolve({ id, answer })
      }
      const done = solving.current
      return done && Date.now() < done.until ? done.answer : doWork()
    },
    renew: () => void (kind === 'image' ? showPicture() : doWork()),
  }))

  const refresh = () => void showPicture().then(() => setFocus('captcha.answer'))
  return kind === 'image' ? (
    <Picture state={state} refresh={refresh} instead={() => void doWork()} />
  ) : (
    <Suspense fallback={<Skeleton lines={2} />}>
      <WorkShown
        field={answerField}
        state={state}
        again={() => void doWork()}
        below={<Instead text="改用图片验证码" choose={refresh} />}
      />
    </Suspense>
  )
}

const answerField = { name: 'captcha.answer', label: '验证码', required: true }

interface PictureProps {
  state: CaptchaState
  refresh: () => void
  instead: () => void
}

function Picture({ state, refresh, instead }: PictureProps) {
  const field = { ...answerField, hint: '点击图片刷新验证码，不区分大小写' }
  const wiring = useField(field, false)
  const { register } = useFormContext()
  return (
    <FieldFrame
      field={field}
      wiring={wiring}
      below={<Instead text="看不清图片？改用自动验证" choose={instead} />}
    >
      <div className="captcha">
        <input
          {...register(field.name)}
          type="text"
          id={wiring.inputId}
          className="input"
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          maxLength={16}
          aria-required
          aria-invalid={wiring.error !== null || undefined}
          aria-describedby={wiring.describedBy}
          onFocus={() => state.at === 'expired' && refresh()}
        />
        <button type="button" className="captcha-picture" onMouseDown={keepFocus} onClick={refresh}>
          {state.at === 'shown' ? (
            <img src={state.image} alt="验证码图片，点击刷新" width={200} height={70} />
          ) : (
            <span role={state.at === 'failed' ? 'alert' : undefined}>{pictureText(state)}</span>
          )}
        </button>
      </div>
    </FieldFrame>
  )
}

function pictureText(state: CaptchaState): string {
  if (state.at === 'failed') return '没有取到，点击重试'
  return state.at === 'expired' ? '已过期，点击刷新' : '正在取验证码…'
}

function Instead({ text, choose }: { text: string; choose: () => void }) {
  return (
    <button
      type="button"
      className="link-button captcha-instead"
      onMouseDown={keepFocus}
      onClick={choose}
    >
      {text}
    </button>
  )
}
