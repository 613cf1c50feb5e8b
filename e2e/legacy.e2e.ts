import { randomInt } from 'node:crypto'
import { expectAccessible } from './axe.ts'
import { makeCsv } from './files.ts'
import { hand, press, tabTo, type } from './keys.ts'
import { demo, enterAsConfirmed, signIn } from './people.ts'
import { expect, type Locator, test } from './test.ts'

const headers = '姓名,证件号码,工作单位,培训年度,专业系列,课目类型,课程名称,学时,继续教育证书号'
const bytesOf = (rows: readonly string[]) => makeCsv('2015 年度台账.csv', [headers, ...rows])

test('a past year: thirty bad rows, then the right file reconciled, imported, and the old year printed, by keyboard alone', async ({
  page,
  visit,
  clerk,
}) => {
  test.setTimeout(180_000)
  const { page: own } = await visit()
  const person = await enterAsConfirmed(own.request, clerk)
  const { context } = await visit()
  const other = await enterAsConfirmed(context.request, clerk)
  const number = `演示旧证〔2015〕${randomInt(100_000, 1_000_000)}号`
  const row = (category: string, hours: string, certificate = '', who = person) =>
    [
      who.name,
      who.documentNumber,
      '岭南老机械厂（演示）',
      '2015',
      '工程技术',
      category,
      '岗位进修',
      hours,
      certificate,
    ].join(',')
  const sums = [row('公需课', '18', number), row('专业课', '42'), row('选修课', '12')]
  // Somebody's number beside a name that is not theirs any more.
  const near = { ...other, name: `${other.name}原` }
  const right = [...sums, row('选修课', '12', '', near)]
  const bad = Array.from({ length: 30 }, (_, at) => row('公需课', at % 2 ? '十八' : '1.25'))
  await signIn(page.request, demo('hrss.county'))

  const check = async (
    name: string,
    rows: readonly string[],
    tried?: (dialog: Locator, start: Locator) => Promise<void>,
  ) => {
    await page.goto('/hrss')
    await page.getByRole('link', { name: '历史数据导入', exact: true }).click()
    await expect(page.getByRole('heading', { name: '历史数据导入', level: 1 })).toBeVisible()
    const open = page.getByRole('button', { name: '上传核对' })
    await press(page, open)
    const dialog = page.getByRole('dialog', { name: '上传核对' })
    await expect(dialog.getByRole('button', { name: '开始核对' })).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(open).toBeFocused()
    await page.keyboard.press('Enter')
    const start = dialog.getByRole('button', { name: '开始核对' })
    await hand(page, dialog.getByRole('button', { name: '选择文件' }), bytesOf(rows))
    await expect(dialog.getByText('已上传', { exact: true })).toBeVisible()
    await tried?.(dialog, start)
    await type(page, dialog.getByRole('textbox', { name: '批次名称' }), name)
    await press(page, start)
    await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible()
    await expect(page.getByText('已完成', { exact: true })).toBeVisible({ timeout: 60_000 })
  }
  await test.step('every bad row is named, and nothing can be imported', async () => {
    await check(`${number} 有误`, [...sums, ...bad], async (dialog, start) => {
      await press(page, start)
      await expect(dialog.getByRole('alert')).toBeFocused()
      await expectAccessible(page, 'a batch without its name')
    })
    await expect(page.getByText('有误 30 处：')).toBeVisible()
    await expect(page.getByText('第 5 行', { exact: true })).toBeVisible()
    await expect(page.getByRole('button', { name: '正式导入' })).toHaveAccessibleDescription(
      '文件中有误，请改正后重新上传',
    )
    await expectAccessible(page, 'a batch with errors')
  })
  await test.step('the right file is held against the books, and imported', async () => {
    await check(number, right)
    const same = page.getByRole('button', { name: `${near.name} 是同一人` })
    await expect(same).toBeVisible()
    await expectAccessible(page, 'a batch with somebody of another name')
    await press(page, same)
    await expect(same).toHaveCount(0)
    await expect(page.getByRole('heading', { name: number, level: 1 })).toBeFocused()
    const again = page.getByRole('button', { name: `${near.name} 重新确认` })
    await expectAccessible(page, 'a batch with somebody decided about')
    await press(page, again)
    await expect(again).toHaveCount(0)
    await press(page, same)
    await expect(again).toBeVisible()
    const control = (category: string) =>
      page.getByRole('textbox', { name: `2015 年${category}台账合计学时` })
    const totals = { 公需课: '18', 专业课: '40', 选修课: '24' }
    const paste = page.getByRole('button', { name: '粘贴台账合计' })
    await press(page, paste)
    const pasting = page.getByRole('dialog', { name: '粘贴台账合计' })
    const lines = pasting.getByRole('textbox', { name: '台账合计' })
    await type(page, lines, '2015 公需课 十八')
    await press(page, pasting.getByRole('button', { name: '保存' }))
    await expect(pasting.getByRole('alert').first()).toBeFocused()
    await expectAccessible(page, 'totals of the books that cannot be read')
    await lines.fill('岭南老机械厂（演示）\t2015\t公需课\t18')
    await press(page, pasting.getByRole('button', { name: '保存' }))
    await expect(pasting).toHaveCount(0)
    await expect(paste).toBeFocused()
    await expect(page.getByRole('row', { name: /岭南老机械厂.*公需课/ })).toContainText('补填')
    for (const [category, hours] of Object.entries(totals).slice(1))
      await type(page, control(category), hours)
    await expect(control('专业课')).toHaveAccessibleDescription('-2')
    const commit = page.getByRole('button', { name: '正式导入' })
    await expect(commit).toHaveAccessibleDescription('还有 1 行台账合计没有填写或者不一致')
    await expectAccessible(page, 'a batch that does not agree with the books')
    await press(page, commit)
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await tabTo(page, control('专业课'), 'Shift+Tab')
    await page.keyboard.press('ControlOrMeta+a')
    await page.keyboard.type('42')
    await expectAccessible(page, 'a batch that agrees with the books')
    await press(page, commit)
    await press(page, page.getByRole('dialog').getByRole('button', { name: '正式导入' }))
    await expect(page.getByText('已导入', { exact: true })).toBeVisible({ timeout: 60_000 })
    await expect(page.getByRole('button', { name: `${near.name} 撤销认定` })).toBeVisible()
    await expectAccessible(page, 'a batch that stands')
    await page.goto('/hrss/legacy')
    await expect(page.getByRole('link', { name: number, exact: true })).toBeVisible()
    await expectAccessible(page, 'batches')
  })
  await test.step('the person prints the old year, under its own number', async () => {
    await own.goto('/me/certificates')
    const year = own.getByRole('row', { name: '2015' })
    await expect(year).toContainText(number)
    await year.getByRole('link', { name: '打印证书' }).click()
    await expect(own.getByRole('img', { name: '第 2 页，共 2 页' })).toBeVisible()
  })
  await test.step('each hour of it says by which row of which file it came, and nothing of its number', async () => {
    await own.goto('/me/years/2015')
    await own.getByRole('link', { name: '查看导入记录：岗位进修' }).first().click()
    await expect(own.getByRole('heading', { name: '学时来源', level: 1 })).toBeVisible()
    const batch = own.locator('section').filter({
      has: own.getByRole('heading', { name: '历史数据导入' }),
    })
    await expect(batch).toContainText(number)
    await expect(batch).toContainText('2015 年度台账.csv')
    await expect(batch).toContainText('第 2 行')
    await expect(batch).toContainText(demo('hrss.county').unit)
    await expect(own.getByText(person.documentNumber)).toHaveCount(0)
    await expectAccessible(own, 'where an hour of a past year came from')
  })
  await test.step('a stranger verifies it by that number, and no longer once the office takes it back', async () => {
    const { page: stranger } = await visit()
    const verify = async () => {
      await stranger.goto('/verify')
      await stranger.getByRole('textbox', { name: '继续教育证书号' }).fill(number)
      await stranger.getByRole('textbox', { name: '姓名' }).fill(person.name)
      await stranger.getByRole('button', { name: '验证', exact: true }).click()
    }
    const verdict = stranger.getByRole('region', { name: '验证结果' })
    await verify()
    await expect(verdict.getByRole('heading', { name: '证书有效' })).toBeVisible()
    await expect(verdict).toContainText(number)
    await page.getByRole('link', { name: number, exact: true }).click()
    await expect(page.getByRole('button', { name: '撤销导入' })).toBeVisible()
    await press(page, page.getByRole('button', { name: '撤销导入' }))
    const dialog = page.getByRole('dialog', { name: '撤销整批导入？' })
    await expect(dialog.getByRole('textbox', { name: '撤销原因' })).toBeFocused()
    await page.keyboard.type('台账年度填错')
    await expectAccessible(page, 'taking a batch back')
    await press(page, dialog.getByRole('button', { name: '撤销导入' }))
    await expect(page.getByText('原因：台账年度填错')).toBeVisible({ timeout: 60_000 })
    await verify()
    await expect(verdict.getByRole('heading', { name: '证书已撤销' })).toBeVisible()
    await expect(verdict).toContainText(number)
  })
})
