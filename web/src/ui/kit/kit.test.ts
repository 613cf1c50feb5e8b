import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect, test } from 'vitest'

/** Pieces that are seen in others alone, and in which. */
const seenWithin: Readonly<Record<string, string>> = {
  'error-summary.tsx': 'the forms, once they are sent with something wrong',
  'field.tsx': 'every field',
  'icon.tsx': 'buttons, notices and states',
  'image-view.tsx': 'the viewer of a picture that somebody has uploaded',
  'list-fault.tsx': 'lists of a form that are wrong as a whole, once it is sent',
  'live.tsx': 'the frame of every page; nobody sees it',
  'scroll-box.tsx': 'tables and layers',
}

test('every piece stands in the kit, or is named here with what shows it', () => {
  const ui = join(import.meta.dirname, '..')
  const pieces = globSync('*.tsx', { cwd: ui }).filter((name) => !name.includes('.test.'))
  const kit = globSync('*.tsx', { cwd: import.meta.dirname }).map((name) =>
    readFileSync(join(import.meta.dirname, name), 'utf8'),
  )
  const shown = new Set(
    kit
      .flatMap((source) => [...source.matchAll(/'\.\.\/([^/']+\.tsx)'/g)])
      .map(([, name = '']) => basename(name)),
  )
  expect(new Set(pieces.filter((name) => !shown.has(name)))).toEqual(
    new Set(Object.keys(seenWithin)),
  )
})
