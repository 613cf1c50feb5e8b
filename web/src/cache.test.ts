import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { readHome } from '@xueshi/contract/insight'
import { listStaff } from '@xueshi/contract/orgs/staff'
import { expect, test } from 'vitest'
import { keyOf, outdate } from './cache.ts'

/** A cache in which the staff is looked at and the home page was left a moment ago. */
async function looking() {
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: 10_000 } } })
  const asked: string[] = []
  const optionsOf = (name: string, queryKey: readonly unknown[]) => ({
    queryKey,
    queryFn: async () => {
      asked.push(name)
      return name
    },
  })
  const home = optionsOf('home', keyOf(readHome))
  const staff = optionsOf('staff', keyOf(listStaff))
  await client.fetchQuery(home)
  await client.fetchQuery(staff)
  const stopLooking = new QueryObserver(client, staff).subscribe(() => undefined)
  return { client, asked, openHome: () => client.fetchQuery(home), stopLooking }
}

test('what was read a moment ago is not asked for again', async () => {
  const { asked, openHome, stopLooking } = await looking()
  await openHome()
  expect(asked).toEqual(['home', 'staff'])
  stopLooking()
})

test('what a move names is read anew at once', async () => {
  const { client, asked, stopLooking } = await looking()
  await outdate(client, [listStaff])
  expect(asked).toEqual(['home', 'staff', 'staff'])
  stopLooking()
})

test('after a move the home page counts anew when it is opened, and not before', async () => {
  const { client, asked, openHome, stopLooking } = await looking()
  await outdate(client)
  expect(asked).toEqual(['home', 'staff'])
  await openHome()
  expect(asked).toEqual(['home', 'staff', 'home'])
  stopLooking()
})
