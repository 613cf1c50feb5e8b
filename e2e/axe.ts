import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { expect, type Page } from '@playwright/test'

// The axe that @axe-core/playwright brings, told to the page once: the builder tells it anew for each run.
const builder = createRequire(import.meta.url).resolve('@axe-core/playwright')
const axe = readFileSync(createRequire(builder).resolve('axe-core/axe.min.js'), 'utf8')
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa']

const checkBut = (without: readonly string[]) => {
  const options = {
    runOnly: { type: 'tag', values: tags },
    rules: Object.fromEntries(without.map((rule) => [rule, { enabled: false }])),
    resultTypes: ['violations'],
  }
  return `axe.run(document, ${JSON.stringify(options)}).then(({ violations }) =>
    violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(' | ')))`
}

/** Widths of a desk and a phone, and the narrowest that must do without scrolling sideways. */
const desk = { width: 1440, height: 900 }
const phone = { width: 390, height: 844 }
const narrowest = { width: 320, height: 640 }

const looks = [
  { theme: 'light', size: 'normal' },
  { theme: 'dark', size: 'normal' },
  { theme: 'light', size: 'large' },
] as const

// Colours are in force, and the layout is the new window's, once they have been drawn.
const drawn = 'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))'

const wear = (page: Page, { theme, size }: (typeof looks)[number]) =>
  page.evaluate(
    `document.documentElement.setAttribute('data-theme', '${theme}');
     document.documentElement.setAttribute('data-size', '${size}')`,
  )

/**
 * What axe finds by WCAG 2.2 AA in the page as it stands: on a desk and on a phone, light, dark and
 * large. And nothing is wider than the narrowest window. The page is left on a desk, light. A rule is
 * left out only where a test beside it shows that what the rule guards against does not happen.
 * With LOOK=folder in the environment each look is also pictured there, for those who want to see.
 */
export async function expectAccessible(
  page: Page,
  state: string,
  { without = [] }: { without?: readonly string[] } = {},
): Promise<void> {
  const check = checkBut(without)
  const found: string[] = []
  if (!(await page.evaluate<boolean>('"axe" in window'))) await page.evaluate(`${axe};undefined`)
  // At the end of the page nothing sticks over a field that lies half below it.
  const settle = async (look: (typeof looks)[number]) => {
    await wear(page, look)
    await page.evaluate('window.scrollTo(0, document.documentElement.scrollHeight)')
    await page.evaluate(drawn)
  }
  for (const viewport of [desk, phone]) {
    await page.setViewportSize(viewport)
    for (const look of looks) {
      await settle(look)
      const violations = await page.evaluate<string[]>(check)
      const where = `${state} at ${viewport.width}, ${look.theme}, ${look.size}`
      for (const violation of violations) found.push(`${where}: ${violation}`)
      if (process.env['LOOK'])
        await page.screenshot({
          path: `${process.env['LOOK']}/${where.replaceAll(/[^a-z0-9]+/gi, '-')}.png`,
          fullPage: true,
        })
    }
  }
  await page.setViewportSize(narrowest)
  for (const look of looks) {
    await settle(look)
    const width = await page.evaluate<number>('document.documentElement.scrollWidth')
    if (width > narrowest.width)
      found.push(`${state} is ${width} wide at ${narrowest.width}, ${look.size}`)
  }
  await wear(page, looks[0])
  await page.setViewportSize(desk)
  expect(found, state).toEqual([])
}
