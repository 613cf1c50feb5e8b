import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { forgetRegistration, keepRegistration, startOfRegistration } from './registration-draft.ts'
import { emptyRegistration } from './registration-shape.ts'

const kept = new Map<string, string>()

beforeEach(() => {
  kept.clear()
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  })
})
afterEach(() => {
  vi.unstubAllGlobals()
})

const typed = {
  ...emptyRegistration,
  accountName: 'linxiaowen',
  password: 'secret-password',
  passwordAgain: 'secret-again',
  name: '林晓雯',
  country: 'USA',
  documentType: 'passport' as const,
  questions: emptyRegistration.questions.map((entry) => ({ ...entry, answer: 'secret-answer' })),
  captcha: { kind: 'image' as const, id: 'c', answer: 'secret-captcha' },
}

it('gives back what was typed, without the secrets', () => {
  keepRegistration(typed)
  expect([...kept.values()].join()).not.toContain('secret')
  expect(startOfRegistration()).toEqual({
    ...emptyRegistration,
    accountName: 'linxiaowen',
    name: '林晓雯',
    country: 'USA',
    documentType: 'passport',
  })
})

it('starts empty where nothing fits is kept', () => {
  expect(startOfRegistration()).toEqual(emptyRegistration)
  kept.set('xueshi.registration', '{"accountName":1')
  expect(startOfRegistration()).toEqual(emptyRegistration)
})

it('forgets after registration', () => {
  keepRegistration(typed)
  forgetRegistration()
  expect(startOfRegistration()).toEqual(emptyRegistration)
})

it('bears a storage that is blocked', () => {
  vi.stubGlobal('sessionStorage', undefined)
  keepRegistration(typed)
  forgetRegistration()
  expect(startOfRegistration()).toEqual(emptyRegistration)
})
