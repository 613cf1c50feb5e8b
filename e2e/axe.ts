import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { expect, type Page } from '@playwright/test'

// The axe that @axe-core/playwright brings, told to the page once: the builder tells it anew for each run.
const builder = createRequire(import.meta.url).resolve('@axe-core/playwright')
const axe = readFileSync(createRequire(builder).resolve('axe-core/axe.min.js'), 'utf8')
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa']

/** The rules whose answer hangs on colours: most of the time that axe takes, and all that dark can change. */
const colourRules = ['color-contrast', 'link-in-text-block']

/**
 * Light is held against every rule. Dark is other colours in the same places, which web/src/ui/dark.test.ts
 * sees to, and large the same colours in other places: each is held against the rules that it can break.
 */
const looks = {
  light: { theme: 'light', size: 'normal', rules: 'all' },
  dark: { theme: 'dark', size: 'normal', rules: 'ofColours' },
  large: { theme: 'light', size: 'large', rules: 'butColours' },
} as const
type Look = (typeof looks)[keyof typeof looks]

/** Widths of a desk and a phone, and the narrowest that must do without scrolling sideways. */
const desk = { width: 1440, height: 900 }
const phone = { width: 390, height: 844 }
const narrowest = { width: 320, height: 640 }

const optionsOf = ({ rules }: Look, without: readonly string[]) => {
  const off = rules === 'butColours' ? [...without, ...colourRules] : without
  return {
    resultTypes: ['violations'],
    ...(rules === 'ofColours'
      ? { runOnly: { type: 'rule', values: colourRules.filter((rule) => !without.includes(rule)) } }
      : {
          runOnly: { type: 'tag', values: tags },
          rules: Object.fromEntries(off.map((rule) => [rule, { enabled: false }])),
        }),
  }
}

const checked = (look: Look, without: readonly string[]) =>
  `axe.run(document, ${JSON.stringify(optionsOf(look, without))}).then(({ violations }) =>
    violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(' | ')))`

const worn = ({ theme, size }: Look) => `
  document.documentElement.setAttribute('data-theme', '${theme}')
  document.documentElement.setAttribute('data-size', '${size}')`

// At the end of the page nothing sticks over a field that lies half below it. Colours are in force, and
// the layout is the new window's, once they have been drawn; a browser that draws nothing just then, for
// the window is not in sight, tells no frame, and has the layout all the same.
const drawn = `
  window.scrollTo(0, document.documentElement.scrollHeight)
  await new Promise((done) => {
    requestAnimationFrame(() => requestAnimationFrame(done))
    setTimeout(done, 2000)
  })`

/** Puts the look on, and answers what is then asked of the page. */
const seen = <Result>(page: Page, look: Look, question: string) =>
  page.evaluate<Result>(`(async () => {${worn(look)}${drawn}
    return ${question}
  })()`)

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
  const { light, dark, large } = looks
  const found: string[] = []
  if (!(await page.evaluate<boolean>('"axe" in window'))) await page.evaluate(`${axe};undefined`)
  // From look to look no more is changed than must be, for each change is a layout of the whole page.
  for (const [viewport, order] of [
    [desk, [light, dark, large]],
    [phone, [large, dark, light]],
  ] as const) {
    await page.setViewportSize(viewport)
    for (const look of order) {
      const where = `${state} at ${viewport.width}, ${look.theme}, ${look.size}`
      const violations = await seen<string[]>(page, look, checked(look, without))
      for (const violation of violations) found.push(`${where}: ${violation}`)
      if (process.env['LOOK'])
        await page.screenshot({
          path: `${process.env['LOOK']}/${where.replaceAll(/[^a-z0-9]+/gi, '-')}.png`,
          fullPage: true,
        })
    }
  }
  await page.setViewportSize(narrowest)
  for (const look of [light, large]) {
    const width = await seen<number>(page, look, 'document.documentElement.scrollWidth')
    if (width > narrowest.width)
      found.push(`${state} is ${width} wide at ${narrowest.width}, ${look.size}`)
  }
  await page.evaluate(worn(light))
  await page.setViewportSize(desk)
  expect(found, state).toEqual([])
}

/**
 * A look at a page that stories look at in all its states: what axe finds on a desk in light, and whether it
 * is wider than the narrowest window. The page is left on a desk.
 */
export async function expectAccessibleInLight(page: Page, state: string): Promise<void> {
  const { light } = looks
  if (!(await page.evaluate<boolean>('"axe" in window'))) await page.evaluate(`${axe};undefined`)
  await page.setViewportSize(narrowest)
  const width = await seen<number>(page, light, 'document.documentElement.scrollWidth')
  await page.setViewportSize(desk)
  const found = await seen<string[]>(page, light, checked(light, []))
  expect(width, `${state} at ${narrowest.width}`).toBeLessThanOrEqual(narrowest.width)
  expect(found, state).toEqual([])
}
