import { addDays, todayIn } from '@xueshi/contract/year'
import sharp from 'sharp'
import { expectAccessible } from './axe.ts'
import { hand, press, skipMenus, tabTo, type } from './keys.ts'
import { demo, signIn } from './people.ts'
import { expect, test } from './test.ts'

// The demo's other officer of the city, who has the first authority's secret.
const { password, totp = '' } = demo('industry')
const colleague = { account: 'city_officer', password, totp }

/** A ring on a ground that one sees through. */
const seal = () =>
  sharp(
    Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="400" height="400">
      <circle cx="200" cy="200" r="180" fill="none" stroke="#b81a1a" stroke-width="20"/></svg>`),
  )

test('a template is written with a seal, looked at, published by a colleague and ended again, by keyboard alone', async ({
  page,
  visit,
}) => {
  const { page: second } = await visit()
  const remark = `样张核对 ${test.info().retry + 1}`
  await signIn(page.request, colleague)

  await test.step('the office sees what its certificates are issued by', async () => {
    await page.goto('/hrss/certificates')
    await page.getByRole('link', { name: '模板与印章' }).click()
    await expect(page.getByRole('heading', { name: '现在签发所用' })).toBeVisible()
    await expect(page.getByText('广东省人力资源和社会保障厅').first()).toBeVisible()
    await expect(page.getByRole('table')).toBeVisible()
    await expectAccessible(page, 'the versions of an office')
  })

  await test.step('what was typed is kept over a reload, and gone once it is cancelled', async () => {
    const open = page.getByRole('link', { name: '新建模板' })
    await open.click()
    const form = page.getByRole('form', { name: '证书模板' })
    const title = form.getByRole('textbox', { name: '证书标题' })
    const first = await title.inputValue()
    await type(page, title, '不用了')
    await page.reload()
    await expect(title).toHaveValue(/不用了$/)
    await press(page, form.getByRole('button', { name: '取消' }))
    await open.click()
    await expect(title).toHaveValue(first)
  })

  await test.step('it writes a new one, with a seal that must be transparent', async () => {
    const form = page.getByRole('form', { name: '证书模板' })
    const write = async (label: string, words: string) => {
      await tabTo(page, form.getByRole('textbox', { name: label }))
      await page.keyboard.press('ControlOrMeta+a')
      await page.keyboard.type(words)
    }
    const save = form.getByRole('button', { name: '保存' })
    await write('证书标题', '证书')
    await press(page, save)
    await expect(form.getByRole('alert').first()).toContainText('处需要修改')
    await expect(form.getByRole('alert').first()).toBeFocused()
    await expectAccessible(page, 'a template with its error summary')
    await write('证书标题', '广州市专业技术人员继续教育证书')
    await write('发证机关', '广州市人力资源和社会保障局')
    await write('备注', remark)
    const choose = form.getByRole('button', { name: '上传印章' })
    const opaque = await seal().flatten({ background: '#ffffff' }).png().toBuffer()
    await hand(page, choose, { name: '印章.png', mimeType: 'image/png', buffer: opaque })
    await expect(form.getByText(/请选择底色透明的 PNG 图片/)).toBeVisible()
    await expect(choose).toHaveAccessibleDescription(/请选择底色透明的 PNG 图片/)
    const clear = await seal().png().toBuffer()
    const transparent = { name: '印章.png', mimeType: 'image/png', buffer: clear }
    await hand(page, choose, transparent)
    await expect(form.getByRole('img', { name: '已上传的印章' })).toBeVisible()
    await press(page, form.getByRole('button', { name: '删除印章' }))
    await expect(choose).toBeFocused()
    await hand(page, choose, transparent)
    await expect(form.getByRole('img', { name: '已上传的印章' })).toBeVisible()
    await expectAccessible(page, 'a template with its seal')
    await press(page, save)
  })

  await test.step('it looks at the sample, and cannot publish what it wrote itself', async () => {
    await expect(page.getByRole('img', { name: '第 2 页，共 2 页' })).toBeVisible()
    await expect(page.getByRole('img', { name: '这一版的印章' })).toBeVisible()
    await expect(page.getByText('最后一次保存的人不能发布')).toBeVisible()
    await expect(page.getByRole('button', { name: '发布', exact: true })).toHaveCount(0)
    await expectAccessible(page, 'a template with its sample')
  })

  await test.step('a colleague publishes it from a day on', async () => {
    await signIn(second.request, demo('hrss.city'))
    await second.goto(new URL(page.url()).pathname)
    const publish = second.getByRole('button', { name: '发布', exact: true })
    await expect(publish).toBeVisible()
    await skipMenus(second)
    await press(second, publish)
    const dialog = second.getByRole('dialog')
    await second.keyboard.press('Escape')
    await expect(publish).toBeFocused()
    await second.keyboard.press('Enter')
    const day = addDays(todayIn(new Date()), 300)
    const parts = dialog.getByRole('group', { name: '生效日期' }).getByRole('spinbutton')
    // What stands in a part is typed over.
    await type(second, parts.first(), day.replaceAll('-', ''))
    await expectAccessible(second, 'publishing a template')
    await press(second, dialog.getByRole('button', { name: '发布', exact: true }))
    await expect(second.getByText('待生效', { exact: true })).toBeVisible()
    await expect(second.getByText(day).first()).toBeVisible()
  })

  await test.step('it ends with a reason, and the list says so', async () => {
    await expect(second.getByRole('heading', { name: '证书模板', level: 1 })).toBeFocused()
    await press(second, second.getByRole('button', { name: '停用', exact: true }))
    const dialog = second.getByRole('dialog')
    await expect(dialog.getByRole('textbox', { name: '停用原因' })).toBeFocused()
    await second.keyboard.type('改用省厅的模板。')
    await expectAccessible(second, 'ending a template')
    await press(second, dialog.getByRole('button', { name: '停用', exact: true }))
    await expect(second.getByText('原因：改用省厅的模板。')).toBeVisible()
    await expect(second.getByRole('heading', { name: '证书模板', level: 1 })).toBeFocused()
    await second.getByRole('link', { name: '模板与印章' }).click()
    const row = second.getByRole('row', { name: '广州市专业技术人员继续教育证书' }).first()
    await expect(row).toContainText('已停用')
  })
})
