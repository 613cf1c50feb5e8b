import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testDatabase, type TestDatabase } from '../../test/database.ts'
import {
  beginRest,
  countAttempt,
  forgetAttempts,
  giveBackAttempt,
  takeAttempt,
} from './attempts.ts'
import { createDatabase, type Db } from './database.ts'

let database: TestDatabase
let db: Db
let close: () => Promise<void>
beforeAll(async () => {
  database = await testDatabase()
  const made = createDatabase(database.appUrl, {
    connections: 8,
    namedStatements: true,
    onError: () => undefined,
  })
  ;({ db, close } = made)
})
afterAll(async () => {
  await close()
  await database.drop()
})

const start = new Date('2026-06-01T02:00:30Z')
const after = (seconds: number) => new Date(start.getTime() + seconds * 1000)
const one = Buffer.from('one')
const other = Buffer.from('other')

describe('countAttempt', () => {
  test('counts by kind, subject and window', async () => {
    const count = (kind: string, subject: Buffer, seconds: number) =>
      countAttempt(db, after(seconds), kind, subject, 60)
    expect(await count('a', one, 0)).toBe(1)
    expect(await count('a', one, 29)).toBe(2)
    expect(await count('a', other, 29)).toBe(1)
    expect(await count('b', one, 29)).toBe(1)
    expect(await count('a', one, 30)).toBe(1)
  })

  test('forty at once are forty', async () => {
    const counts = await Promise.all(
      Array.from({ length: 40 }, () => countAttempt(db, start, 'at once', one, 60)),
    )
    expect(counts.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, at) => at + 1))
  })
})

describe('takeAttempt', () => {
  const patience = (kind: string) => ({ kind, attempts: 3, withinSeconds: 900, restSeconds: 900 })

  test('numbers the attempts of the last quarter of an hour, whatever window they are in', async () => {
    const patient = patience('numbers')
    const take = (seconds: number) => takeAttempt(db, after(seconds), one, patient)
    expect(await take(0)).toBe(1)
    expect(await take(600)).toBe(2)
    expect(await take(840)).toBe(3)
    expect(await take(960)).toBe(3) // the first one has fallen out
  })

  test('answers null through the rest, counts nothing in it, and begins anew after it', async () => {
    const patient = patience('rests')
    for (const number of [1, 2, 3]) expect(await takeAttempt(db, start, one, patient)).toBe(number)
    await beginRest(db, start, one, patient)
    expect(await takeAttempt(db, after(899), one, patient)).toBe(null)
    expect(await takeAttempt(db, after(899), other, patient)).toBe(1)
    expect(await takeAttempt(db, after(900), one, patient)).toBe(1)
  })

  test('forty at once get forty numbers, so that only the allowed ones are looked at', async () => {
    const patient = patience('many')
    const taken = await Promise.all(
      Array.from({ length: 40 }, () => takeAttempt(db, start, one, patient)),
    )
    expect(taken.filter((number) => number !== null && number <= patient.attempts)).toHaveLength(3)
  })

  test('an attempt given back and a success leave nothing behind', async () => {
    const patient = patience('given back')
    await takeAttempt(db, start, one, patient)
    await giveBackAttempt(db, start, one, patient)
    expect(await takeAttempt(db, start, one, patient)).toBe(1)
    await forgetAttempts(db, one, patient)
    expect(await takeAttempt(db, start, one, patient)).toBe(1)
  })
})
