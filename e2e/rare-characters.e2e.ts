import { expect, siteUrl, test } from './test.ts'

test('rare characters have a typeface of the house, fetched when one is to be drawn', async ({
  page,
}) => {
  const fetched: string[] = []
  page.on('response', (answer) => {
    if (answer.request().resourceType() === 'font')
      fetched.push(`${answer.status()} ${answer.headers()['content-type']} ${answer.url()}`)
  })
  await page.goto('/')
  await expect(page.getByRole('form', { name: '登录' })).toBeVisible()
  const inUse = await page.evaluate<string>('getComputedStyle(document.body).fontFamily')
  expect(inUse).toMatch(/"Noto Sans CJK SC", "Xueshi Han", sans-serif$/)

  const load = (characters: string) =>
    page.evaluate<number>(
      `document.fonts.load('16px "Xueshi Han"', '${characters}').then((faces) => faces.length)`,
    )
  expect(await load('吴颖')).toBe(0)
  expect(fetched).toEqual([])
  expect(await load('吴𬱖')).toBe(1)
  expect(fetched).toEqual([
    expect.stringMatching(new RegExp(`^200 font/woff2 ${siteUrl()}/assets/[^/]+\\.woff2$`)),
  ])
  // Drawn by it: a character that it has is as wide as its letters, a box of another font is not asked for.
  expect(await page.evaluate(`document.fonts.check('16px "Xueshi Han"', '𬱖')`)).toBe(true)
})
