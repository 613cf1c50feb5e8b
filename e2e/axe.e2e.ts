import { expectAccessible } from './axe.ts'
import { expect, test } from './test.ts'

test('what is wrong in one look alone is found, and told with its window and look', async ({
  page,
}) => {
  await page.goto('/accessibility')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  // Through the object model, for the content policy lets no style sheet in that is not the house's.
  await page.evaluate(`{
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(\`
      [data-theme='dark'] h1 { color: #333 !important }
      @media (max-width: 400px) { [data-theme='light'] h1 { color: #ccc !important } }
      [data-size='large'] h1 { min-width: 500px }
      [data-size='large'] .axe-target { display: inline-block; width: 9px; height: 9px; overflow: hidden }
    \`)
    document.adoptedStyleSheets.push(sheet)
    const row = document.createElement('div')
    row.append(...['甲', '乙'].map((words) => {
      const button = document.createElement('button')
      button.className = 'axe-target'
      button.style.cssText = 'padding: 0; min-width: 0; min-height: 0; margin: 0'
      button.textContent = words
      return button
    }))
    document.querySelector('main').append(row)
  }`)
  const told = await expectAccessible(page, 'the page').then(
    () => '',
    (error: unknown) => String(error),
  )
  expect(told).toMatch(/the page at 1440, dark, normal: color-contrast: <h1/)
  expect(told).toMatch(/the page at 390, dark, normal: color-contrast: <h1/)
  expect(told).toMatch(/the page at 390, light, normal: color-contrast: <h1/)
  expect(told).not.toMatch(/the page at 1440, light, normal: color-contrast/)
  expect(told).toMatch(/the page at 1440, light, large: target-size: <button/)
  expect(told).toMatch(/the page is \d+ wide at 320, large/)
  expect(told).not.toMatch(/wide at 320, normal/)
})
