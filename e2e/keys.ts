import { expect, type Locator, type Page } from '@playwright/test'

/** More stops than any page has between two fields that follow each other. */
const mostStops = 40

/** Presses Tab until the focus is there. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let stop = 0; stop < mostStops; stop += 1) {
    await page.keyboard.press('Tab')
    if ((await target.and(page.locator(':focus')).count()) === 1) return
  }
  throw new Error(`Tab does not lead to ${target.toString()}`)
}

/** What has the focus shows it: an outline or a ring of at least two pixels. */
export async function expectFocusShown(page: Page): Promise<void> {
  const shown = await page.evaluate<boolean>(`(() => {
    const focused = document.activeElement
    const styles = [focused, focused.parentElement, focused.closest('.input, .combo-box, label')]
      .filter(Boolean)
      .map((element) => getComputedStyle(element))
    return styles.some(({ outlineStyle, outlineWidth, boxShadow }) =>
      (outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2) || boxShadow !== 'none')
  })()`)
  expect(shown, 'the focus can be seen').toBe(true)
}

export async function type(page: Page, target: Locator, words: string): Promise<void> {
  await tabTo(page, target)
  await expectFocusShown(page)
  await page.keyboard.type(words)
}

export const textbox = (page: Page, name: string) =>
  page.getByRole('textbox', { name, exact: true })
