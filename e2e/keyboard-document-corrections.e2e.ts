import { expectAccessible } from './axe.ts'
import {
  beginCorrection,
  correctionForm,
  giveBack,
  giveGrounds,
  openCorrection,
  sendCorrection,
  reopenReturned,
  titled,
} from './correcting.ts'
import { expectRefused, press, tabTo, textbox, type } from './keys.ts'
import { agree, button, decide, enterAtOffice } from './managing.ts'
import { enterAsNew, inventPerson } from './people.ts'
import { expect, type Page, test } from './test.ts'

/** From the list of requests to a 证件更正 that is saved. */
async function write(page: Page, number: string): Promise<void> {
  const form = await beginCorrection(page)
  await tabTo(page, form.getByRole('radio', { name: /姓名更正/ }))
  await page.keyboard.press('ArrowDown')
  await expect(form.getByRole('radio', { name: /证件更正/ })).toBeChecked()
  await type(page, textbox(form, '证件号码'), number)
  await giveGrounds(page, '注册时填错了号码。')
}

test('a wrong number: asked for, returned, mended, sent again and agreed to, by keyboard alone', async ({
  page,
  visit,
}) => {
  const { page: desk } = await visit()
  const person = await enterAsNew(page.request)
  await enterAtOffice(desk, 'hrss.county')
  const [wrong, right] = [inventPerson().documentNumber, inventPerson().documentNumber]
  await test.step('the person asks', async () => {
    await write(page, wrong)
    await expectAccessible(page, 'a correction to be sent')
    await sendCorrection(page, '身份证.jpg')
    await expectAccessible(page, 'a correction that waits')
  })
  await test.step('the office returns it', async () => {
    await openCorrection(desk, person, '证件更正')
    await giveBack(desk, '号码与照片不一致。')
  })
  await test.step('the person mends it, once wrongly', async () => {
    await reopenReturned(page, '号码与照片不一致。')
    const form = correctionForm(page)
    await type(page, textbox(form, '证件号码'), person.documentNumber)
    await press(page, button(form, '保存修改'))
    await expectRefused(form)
    await expectAccessible(page, 'a returned correction, refused')
    await type(page, textbox(form, '证件号码'), right)
    await press(page, button(form, '保存修改'))
    await expect(page.getByText('已保存')).toBeVisible()
    await sendCorrection(page, '身份证正面.jpg')
  })
  await test.step('the office agrees', async () => {
    await openCorrection(desk, person, '证件更正')
    await agree(desk, { verb: '同意更正', title: '同意这项更正？' })
    await expect(desk.getByText('已同意，更正即时生效')).toBeVisible()
    await expect(titled(desk, '更正申请')).toBeFocused()
  })
  await page.reload()
  await expect(page.getByText('更正已经生效')).toBeVisible()
  await expectAccessible(page, 'a correction that holds')
})

test('a correction is dropped before it is sent, and the next is taken back, by keyboard alone', async ({
  page,
}) => {
  await enterAsNew(page.request)
  await write(page, inventPerson().documentNumber)
  await agree(page, { verb: '放弃申请', title: '放弃申请？' })
  await expect(page.getByText('已撤回', { exact: true })).toBeVisible()
  await write(page, inventPerson().documentNumber)
  await sendCorrection(page, '身份证.jpg')
  await agree(page, { verb: '撤回申请', title: '撤回申请？' })
  await expect(page.getByText('已撤回', { exact: true })).toBeVisible()
  await expectAccessible(page, 'a correction that was taken back')
})

test('a correction of a number is not agreed to, by keyboard alone', async ({ page, visit }) => {
  const { page: desk } = await visit()
  const person = await enterAsNew(page.request)
  await enterAtOffice(desk, 'hrss.county')
  await write(page, inventPerson().documentNumber)
  await sendCorrection(page, '身份证.jpg')
  await openCorrection(desk, person, '证件更正')
  await decide(desk, {
    verb: '不同意',
    title: '不同意更正',
    label: '不同意的原因',
    words: '照片不是本人的证件。',
  })
  await expect(desk.getByText('已办结，申请人会看到原因')).toBeVisible()
  await page.reload()
  await expect(page.getByText('原因：照片不是本人的证件。').first()).toBeVisible()
})
