import { readSession } from '@xueshi/contract/orgs'
import { ask } from './ask.ts'
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
import { expectRefused, press, tabTo, textbox, tick, type } from './keys.ts'
import { agree, button, decide, enterAtOffice, inDialog } from './managing.ts'
import { enterAsNew, type Person } from './people.ts'
import { expect, type Page, test } from './test.ts'

/** Another name than the one that was given, with the same family name. */
const rightNameOf = ({ name }: Person) => `${name.slice(0, 1)}正${name.slice(2)}`

/** From the list of requests to a 姓名更正 that is saved. */
async function write(page: Page, name: string): Promise<void> {
  const form = await beginCorrection(page)
  await tick(page, form.getByRole('radio', { name: /姓名更正/ }))
  await type(page, textbox(form, '更正后的姓名'), name)
  await giveGrounds(page, '注册时打错一个字，以身份证为准。')
}

test('a wrong name: asked for, returned, mended, sent again and agreed to, by keyboard alone', async ({
  page,
  visit,
}) => {
  const { page: desk } = await visit()
  const person = await enterAsNew(page.request)
  const right = rightNameOf(person)
  await enterAtOffice(desk, 'hrss.county')
  await test.step('the person asks', async () => {
    await write(page, right)
    await expectAccessible(page, 'a name to be corrected, not sent')
    await sendCorrection(page, '身份证.jpg')
    await expectAccessible(page, 'a name to be corrected, that waits')
  })
  await test.step('the office looks at the whole number, and returns it', async () => {
    await openCorrection(desk, person, '姓名更正')
    await press(desk, button(desk, '查看完整证件号码'))
    const reveal = inDialog(desk, '查看完整证件号码')
    await expect(reveal).toBeVisible()
    await press(desk, button(reveal, '查看'))
    await expectRefused(reveal)
    await type(desk, textbox(reveal, '查看原因'), '与身份证照片核对')
    await press(desk, button(reveal, '查看'))
    await expect(desk.getByText(person.documentNumber).first()).toBeVisible()
    await expectAccessible(desk, 'a name to be corrected, at the desk')
    await giveBack(desk, '请补充户口簿变更页。')
  })
  await test.step('the person mends it, once wrongly', async () => {
    await reopenReturned(page, '请补充户口簿变更页。')
    const form = correctionForm(page)
    await type(page, textbox(form, '更正后的姓名'), person.name)
    await press(page, button(form, '保存修改'))
    await expectRefused(form)
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await expect(textbox(form, '更正后的姓名')).toBeFocused()
    await expectAccessible(page, 'a returned name, refused')
    await page.keyboard.press('ControlOrMeta+a')
    await page.keyboard.type(right)
    await press(page, button(form, '保存修改'))
    await expect(page.getByText('已保存')).toBeVisible()
    await sendCorrection(page, '户口簿.jpg')
  })
  await test.step('the office agrees', async () => {
    await openCorrection(desk, person, '姓名更正')
    await agree(desk, { verb: '同意更正', title: '同意这项更正？' })
    await expect(desk.getByText('已同意，更正即时生效')).toBeVisible()
    await expect(titled(desk, '更正申请')).toBeFocused()
    const decided = desk.getByRole('tab', { name: '已办结' })
    await tabTo(desk, desk.getByRole('tab', { name: '待办理' }))
    await desk.keyboard.press('ArrowRight')
    await desk.keyboard.press('Enter')
    await expect(decided).toHaveAttribute('aria-selected', 'true')
    await expect(desk.getByRole('link', { name: `查看 ${right} 的姓名更正` })).toBeVisible()
  })
  expect((await ask(page.request, readSession, {})).account?.name).toBe(right)
  await page.reload()
  await expect(page.getByText('更正已经生效')).toBeVisible()
  await expectAccessible(page, 'a name that was corrected')
})

test('a wrong name is asked for and taken back, and is not agreed to, by keyboard alone', async ({
  page,
  visit,
}) => {
  const { page: desk } = await visit()
  const person = await enterAsNew(page.request)
  await enterAtOffice(desk, 'hrss.county')
  await write(page, rightNameOf(person))
  await sendCorrection(page, '身份证.jpg')
  await agree(page, { verb: '撤回申请', title: '撤回申请？' })
  await expect(page.getByText('已撤回', { exact: true })).toBeVisible()
  await write(page, rightNameOf(person))
  await sendCorrection(page, '身份证.jpg')
  await openCorrection(desk, person, '姓名更正')
  await decide(desk, {
    verb: '不同意',
    title: '不同意更正',
    label: '不同意的原因',
    words: '照片上的姓名与申请不同。',
  })
  await expect(desk.getByText('已办结，申请人会看到原因')).toBeVisible()
  await page.reload()
  await expect(page.getByText('原因：照片上的姓名与申请不同。').first()).toBeVisible()
  expect((await ask(page.request, readSession, {})).account?.name).toBe(person.name)
})
