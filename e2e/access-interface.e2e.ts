import { expectAccessible } from './axe.ts'
import { demo, signIn } from './people.ts'
import { expect, test } from './test.ts'

test('the interface of an institution', async ({ page }) => {
  await signIn(page.request, demo('institution'))
  const rows = page.getByRole('row').nth(1)
  await page.goto('/institution/interface')
  await expect(rows).toBeVisible()
  await expectAccessible(page, 'completions')
  await page
    .getByRole('button', { name: /^撤销入账/ })
    .first()
    .click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await expectAccessible(page, 'taking hours back')
  await page.goto('/institution/interface?reference=none')
  await expect(page.getByText('没有符合条件的记录')).toBeVisible()
  await expectAccessible(page, 'no such completion')
  await page.goto('/institution/interface/batches')
  await expect(rows).toBeVisible()
  await expectAccessible(page, 'batches')
  await page.goto('/institution/interface/courses')
  await expect(rows).toBeVisible()
  await expectAccessible(page, 'reportable courses')
  await page.goto('/institution/interface/keys')
  await expect(rows).toBeVisible()
  await page.getByRole('button', { name: '新建密钥' }).click()
  await expect(page.getByRole('form', { name: '新建接口密钥' })).toBeVisible()
  await expectAccessible(page, 'keys and a new one')
  await page.goto('/institution/interface/webhooks')
  await expect(rows).toBeVisible()
  await expectAccessible(page, 'webhooks')
})
