import { expectAccessible } from './axe.ts'
import { makeJpeg } from './files.ts'
import { expectRefused, hand, press, skipMenus, tabTo, textbox, type, walkDown } from './keys.ts'
import { agree, button, decide, enterAtOffice } from './managing.ts'
import { enterAsNew, inventPerson, type Person } from './people.ts'
import { expect, type Page, test } from './test.ts'

const titled = (page: Page, name: string) =>
  page.getByRole('heading', { name, exact: true, level: 1 })
const formIn = (page: Page) => page.getByRole('form', { name: '更正申请' })

/** From the list of requests to a 证件更正 that is saved, for the office of 天河区. */
async function write(page: Page, number: string): Promise<void> {
  await page.goto('/me/corrections')
  const create = page.getByRole('link', { name: '新建申请' })
  await expect(create).toBeVisible()
  await skipMenus(page)
  await press(page, create)
  const form = formIn(page)
  await tabTo(page, form.getByRole('radio', { name: /姓名更正/ }))
  await page.keyboard.press('ArrowDown')
  await expect(form.getByRole('radio', { name: /证件更正/ })).toBeChecked()
  await type(page, textbox(form, '证件号码'), number)
  await type(page, textbox(form, '申请理由'), '注册时填错了号码。')
  const places = form.getByRole('group', { name: '受理地区' }).getByRole('combobox')
  for (const [at, place] of ['广东省', '广州市', '天河区'].entries())
    await walkDown(page, places.nth(at), place)
  await press(page, button(form, '保存并继续'))
  await expect(button(page, '上传附件')).toBeVisible()
}

/** From the request that is saved to the one that waits. */
async function send(page: Page, scan: string): Promise<void> {
  const buffer = await makeJpeg(scan + page.url())
  await hand(page, button(page, '上传附件'), { name: scan, mimeType: 'image/jpeg', buffer })
  await expect(button(page, `删除附件 ${scan}`)).toBeVisible()
  await press(page, button(page, '提交申请'))
  await expect(page.getByText(/^已提交，由/)).toBeVisible()
}

async function openAtDesk(desk: Page, { name }: Person): Promise<void> {
  await desk.goto('/hrss/corrections')
  const row = desk.getByRole('link', { name: `办理 ${name} 的证件更正` })
  await expect(row).toBeVisible()
  await row.press('Enter')
  await expect(titled(desk, `${name}：证件更正`)).toBeFocused()
  await expect(button(desk, '同意更正')).toBeVisible()
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
    await send(page, '身份证.jpg')
    await expectAccessible(page, 'a correction that waits')
  })
  await test.step('the office returns it', async () => {
    await openAtDesk(desk, person)
    await decide(desk, {
      verb: '退回补充',
      title: '退回补充',
      label: '退回原因',
      words: '号码与照片不一致。',
    })
    await expect(desk.getByText('已退回，申请人会看到原因')).toBeVisible()
    await expect(titled(desk, '更正申请')).toBeFocused()
  })
  await test.step('the person mends it, once wrongly', async () => {
    await page.reload()
    await expect(page.getByText('退回原因：号码与照片不一致。')).toBeVisible()
    await skipMenus(page)
    const form = formIn(page)
    await type(page, textbox(form, '证件号码'), person.documentNumber)
    await press(page, button(form, '保存修改'))
    await expectRefused(form)
    await expectAccessible(page, 'a returned correction, refused')
    await type(page, textbox(form, '证件号码'), right)
    await press(page, button(form, '保存修改'))
    await expect(page.getByText('已保存')).toBeVisible()
    await send(page, '身份证正面.jpg')
  })
  await test.step('the office agrees', async () => {
    await openAtDesk(desk, person)
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
  await send(page, '身份证.jpg')
  await agree(page, { verb: '撤回申请', title: '撤回申请？' })
  await expect(page.getByText('已撤回', { exact: true })).toBeVisible()
  await expectAccessible(page, 'a correction that was taken back')
})

test('a correction of a number is not agreed to, by keyboard alone', async ({ page, visit }) => {
  const { page: desk } = await visit()
  const person = await enterAsNew(page.request)
  await enterAtOffice(desk, 'hrss.county')
  await write(page, inventPerson().documentNumber)
  await send(page, '身份证.jpg')
  await openAtDesk(desk, person)
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
