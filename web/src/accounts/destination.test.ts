import { expect, it } from 'vitest'
import { destination } from './destination.ts'

const person = { first: '/me', portals: ['individual' as const] }

it('goes on to the page that asked for the login', () => {
  expect(destination('/me/declarations?state=draft', person)).toBe('/me/declarations?state=draft')
  expect(destination('/verify', person)).toBe('/verify')
})

it('never leaves the site', () => {
  for (const next of [
    'https://elsewhere.example/me',
    '//elsewhere.example/me',
    '/\\elsewhere.example',
    '/\t/elsewhere.example',
    'javascript:alert(1)',
    'me',
  ])
    expect(destination(next, person), next).toBe('/me')
})

it('does not lead into a portal of somebody else', () => {
  expect(destination('/employer/reviews', person)).toBe('/me')
  expect(destination('/hrss?x=1', person)).toBe('/me')
})

it('begins at the beginning where nothing was asked for', () => {
  expect(destination(undefined, person)).toBe('/me')
  expect(destination('', person)).toBe('/me')
})
