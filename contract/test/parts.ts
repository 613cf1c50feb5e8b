import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rightPart, type Part } from '../src/issues.ts'

/** A way to break a form: the change, what is said of it, and the fields without which it may not be said. */
type Broken<Form> = [change: Partial<Form>, issues: Record<string, string>, by: string[]]

/** Every field of a form by its path; a list of plain values is one. */
function fieldsOf(value: unknown, path = ''): string[] {
  const isLines = Array.isArray(value) ? value.some((line) => typeof line === 'object') : true
  if (typeof value !== 'object' || value === null || !isLines) return [path]
  return Object.entries(value).flatMap(([key, field]) =>
    fieldsOf(field, path ? `${path}.${key}` : key),
  )
}

/** A form without the fields at the paths, as it is judged while they are wrong. */
export const partOf = <Form>(form: Form, removed: readonly string[]): Part<Form> =>
  rightPart(form, Object.fromEntries(removed.map((path) => [path, 'WRONG'])))

/**
 * Tests rules over any part of a form: of a right one they say nothing; of a broken one the same as of the
 * whole while the fields are there by which it shows.
 */
export function testParts<Form extends object>(
  name: string,
  judge: (part: Part<Form>) => Readonly<Record<string, string>>,
  whole: Form,
  broken: readonly Broken<Form>[],
): void {
  describe(`rules over any part of ${name}`, () => {
    it('say nothing of a right one', () => {
      expect(judge(partOf(whole, []))).toEqual({})
      fc.assert(
        fc.property(fc.subarray(fieldsOf(whole)), (removed) => {
          const said = Object.keys(judge(partOf(whole, removed)))
          expect(said.filter((path) => !removed.includes(path))).toEqual([])
        }),
      )
    })

    for (const [change, issues, by] of broken)
      it(`say ${Object.values(issues).join(', ')} where it shows`, () => {
        const form = { ...whole, ...change }
        expect(judge(partOf(form, []))).toEqual(issues)
        const fields = fieldsOf(form)
        const others = fields.filter((path) => !by.includes(path))
        fc.assert(
          fc.property(fc.subarray(others), fc.subarray(fields), (removed, any) => {
            expect(judge(partOf(form, removed))).toMatchObject(issues)
            judge(partOf(form, any)) // whatever is missing, it does not throw
          }),
        )
      })
  })
}
