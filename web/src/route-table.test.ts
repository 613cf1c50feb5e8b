import { expect, test } from 'vitest'
import { matcher } from './route-table.ts'

const find = matcher([
  { path: '/' },
  { path: '/me/declarations/$id' },
  { path: '/me/declarations/new' },
  { path: '/me/declarations/$id/edit' },
  { path: '/verify/$code' },
])

test('a literal segment beats a parameter, whatever the order of the table', () => {
  expect(find('/me/declarations/new')?.route.path).toBe('/me/declarations/new')
  expect(find('/me/declarations/7')).toEqual({
    route: { path: '/me/declarations/$id' },
    params: { id: '7' },
  })
})

test('the whole path must fit', () => {
  expect(find('/')?.route.path).toBe('/')
  expect(find('/me/declarations')).toBeNull()
  expect(find('/me/declarations/7/edit')?.params).toEqual({ id: '7' })
  expect(find('/me/declarations/7/edit/more')).toBeNull()
})

test('a parameter is decoded, and a broken encoding is no match', () => {
  expect(find('/verify/A%2FB%20%E7%94%B2')?.params).toEqual({ code: 'A/B 甲' })
  expect(find('/verify/%E7%94')).toBeNull()
})
