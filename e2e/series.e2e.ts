import { recogniseDeclaration } from '@xueshi/contract/declarations'
import { confirmProfile } from '@xueshi/contract/people'
import { ask } from './ask.ts'
import { expectAccessible } from './axe.ts'
import { today } from './days.ts'
import { enterAsConfirmed, sendProfile } from './people.ts'
import { sendRecord } from './records.ts'
import { expect, test } from './test.ts'

test('whose 专业系列 changed within a year says which one it counts for', async ({
  page,
  clerk,
}) => {
  const person = await enterAsConfirmed(page.request, clerk)
  const form = { startOn: today, endOn: today, claimedTenths: 80 }
  const { id, version } = await sendRecord(page.request, form)
  const body = { version, recognisedTenths: 80, reason: null }
  await ask(clerk.request, recogniseDeclaration, { params: { id }, body }, clerk.seat)
  const year = today.slice(0, 4)
  await page.goto('/me/certificates')
  const row = page.getByRole('row', { name: year })
  await expect(row).toContainText('工程')
  const change = page.getByRole('button', { name: `选择 ${year} 年度的专业系列` })
  await expect(change).toHaveCount(0)

  const changed = await sendProfile(page.request, person, { series: '17' })
  const seen = { params: { id: changed.id }, body: { version: changed.version } }
  await ask(clerk.request, confirmProfile, seen, clerk.seat)
  await page.reload()
  await expect(row).toContainText('工程')
  await change.click()
  const dialog = page.getByRole('dialog', { name: `${year} 年度的专业系列` })
  await expect(dialog.getByRole('radio', { name: '工程' })).toBeChecked()
  await expectAccessible(page, 'choice of the series of a year')
  await dialog.getByRole('radio', { name: '会计' }).click()
  await dialog.getByRole('button', { name: '保存' }).click()
  await expect(page.getByText(`${year} 年度按会计计算`)).toBeVisible()
  await expect(row).toContainText('会计')
  await expect(row).toContainText('8')
})
