import { actorKinds } from '@xueshi/contract/actor'
import { topics, type Topic } from '@xueshi/contract/messages'
import { describe, expect, test } from 'vitest'
import { portalAt } from '../paths.ts'
import { pageOfMessage, pages } from './text.ts'

const id = '01890a5d-0000-7000-8000-000000000000'
const names = Object.keys(topics) as Topic[] // the table's own keys
const pageFor = (topic: Topic, ...portals: Parameters<typeof pageOfMessage>[1]) =>
  pageOfMessage({ topic, recordId: id }, portals)

describe('the page of a message', () => {
  test.each(actorKinds)(
    'lies in the portal of the %s who reads it, with a record and without',
    (kind) => {
      const led = names.flatMap((topic) =>
        [id, null].flatMap((recordId) => {
          const path = pageOfMessage({ topic, recordId }, [kind])
          return path === null ? [] : [{ topic, at: portalAt(path) }]
        }),
      )
      // 收到的邀请 belongs to no portal: whoever is invited may have none yet.
      const strays = led.filter(({ topic, at }) => at !== kind && topic !== 'staff.invited')
      expect(strays).toEqual([])
      expect(led.length).toBeGreaterThan(0)
    },
  )

  test('every topic leads somewhere, but for those after which there is nothing left to see', () => {
    const nowhere = names.filter((topic) => Object.keys(pages[topic]).length === 0)
    const after = [
      'join.refused',
      'staff.ended',
      'staff.linked',
      'staff.revoked',
      'unit.closed',
      'unit.merged',
      'unit.rejected',
    ]
    expect(new Set<string>(nowhere)).toEqual(new Set(after))
  })

  test('what waits for a unit’s staff leads to the record at their desk, not to a person’s own', () => {
    expect(pageFor('declaration.appealed', 'employer')).toBe(`/employer/reviews/${id}`)
    expect(pageFor('declaration.revokedOfUnit', 'employer')).toBe(`/employer/reviews/${id}`)
    expect(pageFor('declaration.overdue', 'hrss')).toBe('/hrss/reviews')
    expect(pageFor('class.waiting', 'industry')).toBe(`/industry/classes/${id}`)
    expect(pageFor('course.filed', 'institution')).toBe(`/institution/courses/${id}`)
    expect(pageFor('unit.submitted', 'hrss')).toBe(`/hrss/units/waiting/${id}`)
    expect(pageFor('declaration.returned', 'employer')).toBeNull()
  })

  test('one’s own messages lead to whichever of one’s portals has the page', () => {
    expect(pageFor('unit.returned', 'individual')).toBeNull()
    expect(pageFor('unit.returned', 'individual', 'employer')).toBe('/employer/unit')
    expect(pageFor('declaration.returned', 'hrss', 'individual')).toBe(`/me/declarations/${id}`)
    expect(pageFor('password.changed', 'hrss', 'individual')).toBe('/hrss/security')
  })

  test('a topic that is no more leads nowhere', () => {
    expect(pageOfMessage({ topic: 'of.old', recordId: id }, ['individual'])).toBeNull()
  })
})
