import type { OwnProfile, Profile, ProfileForm } from '@xueshi/contract/people'
import { useEffect, useState } from 'react'
import type { UseFormReturn } from 'react-hook-form'
import * as z from 'zod/mini'
import { useSession } from '../session.ts'

/**
 * The version that the fields were filled from, and what [保存] sends as the version under way: one in
 * force is not under way, and what is typed over it begins the next. null: there was none.
 */
const Over = z.nullable(z.object({ id: z.string(), version: z.int(), sends: z.nullable(z.int()) }))
type Over = z.infer<typeof Over>
const Kept = z.object({ over: Over, values: z.record(z.string(), z.unknown()) })

/** The version that stands: the one under way, else the one in force. */
export const standing = ({ current, confirmed }: OwnProfile): Profile | null => current ?? confirmed

function overOf(profile: Profile | null): Over {
  if (!profile) return null
  const { id, version, state } = profile
  return { id, version, sends: state === 'confirmed' ? null : version }
}

export interface KeptProfile {
  /** What is sent as the version under way, so that nothing saved meanwhile is written over unseen. */
  version: number | null
  /** The profile as another window, or the unit, has left it meanwhile; null: it was not. */
  conflict: Profile | null
  overtake: (current: Profile) => void
  /** What is typed is meant to take the place of this version from now on. */
  writeOver: (profile: Profile) => number | null
  forget: () => void
}

/**
 * Keeps what is typed into 人员基本信息 in this tab until it is saved, with the version that it was typed
 * over: after a reload, and when the form comes up anew over another version, it is still there, and
 * where the two disagree the person chooses. The account is in the key: the next person at the same
 * screen finds nothing of it.
 */
export function useKeptProfile(
  form: UseFormReturn<ProfileForm, unknown, ProfileForm>,
  own: OwnProfile,
): KeptProfile {
  const key = `xueshi-kept:profile:${useSession()?.account?.id ?? ''}`
  const shown = standing(own)
  const [kept] = useState(() => read(key))
  const [over, setOver] = useState<Over>(kept ? kept.over : overOf(shown))
  const [conflict, setConflict] = useState(() =>
    kept && !same(kept.over, overOf(shown)) ? shown : null,
  )
  useEffect(() => {
    // What was typed may be wrong still: it goes back as it was, to be checked again.
    if (kept) form.reset(kept.values, { keepDefaultValues: true })
  }, [form, kept])
  useEffect(
    () =>
      form.watch((values) => sessionStorage.setItem(key, JSON.stringify({ over, values })))
        .unsubscribe,
    [form, key, over],
  )
  return {
    version: over?.sends ?? null,
    conflict,
    overtake: setConflict,
    writeOver: (profile) => {
      const next = overOf(profile)
      setOver(next)
      setConflict(null)
      return next?.sends ?? null
    },
    forget: () => sessionStorage.removeItem(key),
  }
}

const same = (one: Over, other: Over) => one?.id === other?.id && one?.version === other?.version

function read(key: string): z.infer<typeof Kept> | null {
  try {
    const kept = z.safeParse(Kept, JSON.parse(sessionStorage.getItem(key) ?? 'null'))
    return kept.success ? kept.data : null
  } catch {
    return null
  }
}
