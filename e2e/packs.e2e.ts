import { readFile } from 'node:fs/promises'
import { expectAccessible } from './axe.ts'
import { hand, press } from './keys.ts'
import { demo, signIn } from './people.ts'
import { expect, type Page, test } from './test.ts'

async function download(page: Page, name: string) {
  const coming = page.waitForEvent('download')
  await press(page, page.getByRole('button', { name, exact: true }))
  const file = await coming
  return { name: file.suggestedFilename(), path: await file.path() }
}

test('five years in one file for a title review, which a reviewer verifies and a machine reads, by keyboard alone', async ({
  page,
  visit,
}) => {
  await signIn(page.request, demo('individual'))
  await page.goto('/me/certificates')
  await page.getByRole('link', { name: '近五年学时' }).click()
  await expect(page.getByRole('heading', { name: '职称评审学时材料' })).toBeVisible()
  await expect(page.getByRole('table')).toBeVisible()
  await expectAccessible(page, 'the five years with their pack')
  const pdf = await download(page, '下载 PDF')
  expect(pdf.name).toBe('职称评审学时材料.pdf')
  const json = await download(page, '下载 JSON')
  const pack = JSON.parse(await readFile(json.path, 'utf8')) as { years: { year: number }[] } // our own endpoint's
  expect(pack.years).toHaveLength(5)

  const { page: reviewer } = await visit()
  await reviewer.goto('/verify')
  await hand(reviewer, reviewer.getByRole('button', { name: '选择证书文件' }), {
    name: pdf.name,
    mimeType: 'application/pdf',
    buffer: await readFile(pdf.path),
  })
  await expect(reviewer.getByRole('heading', { name: '职称评审学时材料，未被改动' })).toBeVisible()
  await expectAccessible(reviewer, 'a pack that is verified')
})
