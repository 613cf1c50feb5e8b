import { randomInt } from 'node:crypto'
import { test as base, type BrowserContext, type Page } from '@playwright/test'
import { demo, type Desk, seatOf, signIn } from './people.ts'

export { expect, type BrowserContext, type Locator, type Page } from '@playwright/test'

export const siteUrl = () => process.env['XUESHI_URL'] ?? ''

/** An address that no other visitor of these tests has; the server believes it from this machine. */
const anyAddress = () => `10.${randomInt(256)}.${randomInt(256)}.${randomInt(1, 255)}`

/** A browser of somebody else: its own cookies, its own address. */
export type Visit = () => Promise<{ context: BrowserContext; page: Page }>

type Fixtures = { visit: Visit; faults: string[] }

/**
 * Each test is a visitor from an address of their own. What the pages throw, and what our content
 * policy forbids them, fails the test whatever it was about. `clerk` is the demo employer's.
 */
export const test = base.extend<Fixtures, { clerk: Desk }>({
  baseURL: siteUrl(),
  extraHTTPHeaders: async ({ extraHTTPHeaders }, provide) =>
    provide({ ...extraHTTPHeaders, 'x-forwarded-for': anyAddress() }),
  clerk: [
    async ({ playwright }, provide) => {
      const request = await playwright.request.newContext({
        baseURL: siteUrl(),
        extraHTTPHeaders: { 'x-forwarded-for': anyAddress() },
      })
      await signIn(request, demo('employer.clerk'))
      await provide({ request, seat: await seatOf(request) })
      await request.dispose()
    },
    { scope: 'worker' },
  ],
  faults: [
    async ({ baseURL }, provide) => {
      const faults: string[] = []
      await provide(faults)
      if (faults.length > 0) throw new Error(`Faults of ${baseURL}:\n${faults.join('\n')}`)
    },
    { auto: true },
  ],
  context: async ({ context, faults }, provide) => {
    listen(context, faults)
    await provide(context)
  },
  visit: async ({ browser, contextOptions, faults }, provide) => {
    const contexts: BrowserContext[] = []
    await provide(async () => {
      const context = await browser.newContext({
        ...contextOptions,
        baseURL: siteUrl(),
        viewport: { width: 1440, height: 900 },
        extraHTTPHeaders: { 'x-forwarded-for': anyAddress() },
      })
      contexts.push(context)
      listen(context, faults)
      return { context, page: await context.newPage() }
    })
    for (const context of contexts) await context.close()
  },
})

function listen(context: BrowserContext, faults: string[]): void {
  context.on('weberror', (error) => faults.push(String(error.error())))
  context.on('console', (message) => {
    if (message.type() !== 'error') return
    // The browser reports each refused request; the tests look at what the page makes of it.
    if (message.text().startsWith('Failed to load resource')) return
    faults.push(`${message.text()} (${message.location().url})`)
  })
}
