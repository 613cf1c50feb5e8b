import { readSession } from '@xueshi/contract/orgs'
import { ask } from './ask.ts'
import { expectAccessible } from './axe.ts'
import { makeJpeg } from './files.ts'
import { choosePlace } from './forms.ts'
import { tabTo, textbox, type } from './keys.ts'
import { demo, enterAsNew, signIn } from './people.ts'
import { expect, test } from './test.ts'

test('a wrong name: asked for with evidence, returned, sent again, agreed to, and right everywhere', async ({
  page,
  visit,
}) => {
  test.setTimeout(240_000)
  const person = await enterAsNew(page.request)
  const right = `${person.name.slice(0, 1)}正${person.name.slice(2)}`

  await test.step('the person asks, the form by keyboard alone', async () => {
    await page.goto('/me/profile')
    await page.getByRole('link', { name: '申请更正' }).click()
    await expect(page.getByText('没有更正申请')).toBeVisible()
    await expectAccessible(page, 'corrections, none')
    await page.getByRole('link', { name: '新建申请' }).click()
    await tabTo(page, page.getByRole('radio', { name: /姓名更正/ }))
    await page.keyboard.press('Space')
    await type(page, textbox(page, '更正后的姓名'), right)
    await page.keyboard.press('Enter')
    await expect(page.getByRole('alert')).toContainText('处需要修改')
    await expectAccessible(page, 'correction with its error summary')
    await type(page, textbox(page, '申请理由'), '注册时打错一个字，以身份证为准。')
    await choosePlace(page, '受理地区', ['广东省', '广州市', '天河区'])
    await tabTo(page, page.getByRole('button', { name: '保存并继续' }))
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { name: '证明材料' })).toBeVisible()
    await page.getByLabel('上传附件').setInputFiles({
      name: '身份证.jpg',
      mimeType: 'image/jpeg',
      buffer: await makeJpeg(person.accountName),
    })
    await expect(page.getByText('已上传').first()).toBeVisible()
    await expectAccessible(page, 'correction to be sent')
    await page.getByRole('button', { name: '提交申请' }).click()
    await expect(page.getByText(/^已提交，由/)).toBeVisible()
  })

  const { page: desk } = await visit()
  await signIn(desk.request, demo('hrss.county'))
  const openAtDesk = async () => {
    await desk.goto('/hrss/corrections')
    await desk.getByRole('link', { name: `办理 ${person.name} 的姓名更正` }).click()
    await expect(desk.getByRole('button', { name: '同意更正' })).toBeVisible()
  }
  await test.step('the office returns it', async () => {
    await openAtDesk()
    await expect(desk.getByText(right)).toBeVisible()
    await expect(desk.getByText(person.documentNumber)).toHaveCount(0)
    await desk.getByRole('button', { name: '查看完整证件号码' }).click()
    await desk.getByRole('textbox', { name: '查看原因' }).fill('与身份证照片核对')
    await desk.getByRole('button', { name: '查看', exact: true }).click()
    await expect(desk.getByText(person.documentNumber).first()).toBeVisible()
    await expectAccessible(desk, 'correction at the desk')
    await desk.getByRole('button', { name: '退回补充' }).click()
    await desk.getByRole('textbox', { name: '退回原因' }).fill('请补充户口簿')
    await desk.getByRole('dialog').getByRole('button', { name: '退回补充' }).click()
    await expect(desk.getByRole('heading', { name: '更正申请', level: 1 })).toBeVisible()
  })
  await test.step('the person sends it again', async () => {
    await page.reload()
    await expect(page.getByText('请补充户口簿').first()).toBeVisible()
    await page.getByRole('button', { name: '提交申请' }).click()
    await expect(page.getByText(/^已提交，由/)).toBeVisible()
  })
  await test.step('the office agrees', async () => {
    await openAtDesk()
    await desk.getByRole('button', { name: '同意更正' }).click()
    await desk.getByRole('dialog').getByRole('button', { name: '同意更正' }).click()
    await expect(desk.getByText('更正即时生效', { exact: false }).first()).toBeVisible()
    await desk.getByRole('tab', { name: '已办结' }).click()
    await expect(desk.getByRole('link', { name: `查看 ${right} 的姓名更正` })).toBeVisible()
    await expectAccessible(desk, 'corrections decided')
  })
  expect((await ask(page.request, readSession, {})).account?.name).toBe(right)
  await page.reload()
  await expect(page.getByText('更正已经生效')).toBeVisible()
  await expectAccessible(page, 'correction that holds')
})

test('two accounts of one person at the desk', async ({ page }) => {
  await signIn(page.request, demo('hrss.county'))
  await page.goto('/hrss/corrections')
  await page.getByRole('link', { name: '办理 程远航 的账号合并' }).click()
  await expect(page.getByText('corrected_8')).toBeVisible()
  await page.getByRole('button', { name: '同意合并' }).click()
  const dialog = page.getByRole('dialog', { name: '合并这两个账号？' })
  await expect(dialog).toContainText('合并后不能恢复')
  await expect(dialog).not.toContainText('已签发的证书仍保留')
  await expectAccessible(page, 'merger of two accounts')
})
