import { CertificateDetail } from '@xueshi/contract/certificates/register'
import { expectAccessible } from './axe.ts'
import { demo, signIn } from './people.ts'
import { expect, test } from './test.ts'

test('a browser that runs no script sees how a certificate stands, and one that does goes on from there', async ({
  page,
  browser,
}) => {
  await signIn(page.request, demo('hrss.county'))
  const codes: Record<string, string> = {}
  for (const state of ['有效', '已撤销', '已替换']) {
    await page.goto('/hrss/certificates')
    await page.getByRole('combobox', { name: '证书状态' }).selectOption(state)
    // The demo withdrew and replaced certificates of two years ago.
    const years = page.getByRole('combobox', { name: '培训年度' })
    if (state !== '有效') await years.selectOption({ index: 3 })
    await page.getByRole('button', { name: '查询' }).click()
    const opened = page.waitForResponse(/\/api\/certificates\/[\w-]+$/)
    await page.getByRole('table', { name: '继续教育证书' }).getByRole('link').first().click()
    codes[state] = CertificateDetail.parse(await (await opened).json()).code
  }
  const silent = await browser.newContext({
    javaScriptEnabled: false,
    baseURL: new URL(page.url()).origin,
  })
  const visitor = await silent.newPage()
  for (const [state, heading] of [
    ['有效', '证书有效'],
    ['已撤销', '证书已撤销'],
    ['已替换', '证书已被替换'],
  ] as const) {
    await visitor.goto(`/verify/${codes[state]}`)
    await expect(visitor.getByRole('heading', { name: heading })).toBeVisible()
    await expect(visitor.getByText(/^440\*+\d{3}[\dX]$/)).toBeVisible()
  }
  await visitor.setViewportSize({ width: 390, height: 800 })
  await visitor.goto(`/verify/${codes['有效']}`)
  const wide = await visitor.locator('html').evaluate((html) => html.scrollWidth)
  expect(wide).toBeLessThanOrEqual(390)
  await visitor.goto('/verify/NOSUCHCODE')
  await expect(visitor.getByRole('heading', { name: '没有查到这份证书' })).toBeVisible()
  await silent.close()

  await page.goto(`/verify/${codes['有效']}`)
  const verdict = page.getByRole('region', { name: '验证结果' })
  await expect(verdict.getByRole('heading', { name: '证书有效' })).toBeVisible()
  await expect(page.locator('#plain-page')).toHaveCount(0)
  await expectAccessible(page, 'a certificate that is valid')
})
