import { makePdf } from './files.ts'
import { demo, enterAsConfirmed, signIn, type Person } from './people.ts'
import { attachPdf, makeDraft, sendRecord } from './records.ts'
import { expect, type Page, test } from './test.ts'
import { submitDeclaration } from '@xueshi/contract/declarations'
import { ask } from './ask.ts'
import type { APIRequestContext } from '@playwright/test'
import { studiedYear } from './days.ts'

/** A record in which the checks find nothing: as many files as the form has papers, days of its own. */
async function sendPlain(request: APIRequestContext, name: string, day: string): Promise<string> {
  const on = `${studiedYear}-01-${day}`
  const dates = { startOn: on, endOn: on, claimedTenths: 80 }
  const { id } = await makeDraft(request, { name, ...dates, form: '02' })
  const { version } = await attachPdf(request, id, `${name} ${id}`)
  await ask(request, submitDeclaration, { params: { id }, body: { version } })
  return id
}

const queueOf = (person: Person) => `/employer/reviews?person=${encodeURIComponent(person.name)}`

/** Everything that the eyes need for a decision stands in the window as it opens. */
async function expectInWindow(
  page: Page,
  names: readonly ['heading' | 'button' | 'textbox', string][],
) {
  for (const [role, name] of names) {
    const box = await page.getByRole(role, { name, exact: true }).first().boundingBox()
    expect(box, name).not.toBeNull()
    expect((box?.y ?? -1) >= 0 && (box?.y ?? 0) + (box?.height ?? 0) <= 900, name).toBe(true)
  }
}

test('facts, evidence and decision stand in one window', async ({ page, clerk, visit }) => {
  const { context } = await visit()
  const person = await enterAsConfirmed(context.request, clerk)
  // Of the same days: what the checks say of them takes room beside the evidence.
  for (const name of ['第一条', '第二条', '第三条']) await sendRecord(context.request, { name })
  await signIn(page.request, demo('employer.clerk'))
  await page.goto(queueOf(person))
  await page.getByRole('link', { name: `审核 ${person.name}：第一条` }).click()
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused()
  await expect(page.getByRole('button', { name: '放大' })).toBeVisible()
  expect(await page.evaluate('window.scrollY')).toBe(0)
  await expectInWindow(page, [
    ['heading', '申报内容'],
    ['heading', '附件（1）'],
    ['button', '放大'],
    ['textbox', '认定学时'],
    ['button', '认定'],
    ['button', '退回'],
    ['button', '不予认定'],
  ])
  await expect(page.getByText('学习时间与另外 2 条记录有重叠')).toBeInViewport()
  for (const fact of ['课程名称', '学习形式', '施教机构', '学习时间'])
    await expect(page.getByRole('term').filter({ hasText: fact })).toBeInViewport({ ratio: 0.9 })
})

test('many at once: each with its result, and back again', async ({ page, clerk, visit }) => {
  const { context } = await visit()
  const person = await enterAsConfirmed(context.request, clerk)
  for (const [name, day] of [
    ['第一条', '05'],
    ['第二条', '06'],
  ] as const)
    await sendPlain(context.request, name, day)
  // More than its form may bring in a year.
  await sendRecord(context.request, {
    name: '超上限的',
    form: '04',
    startOn: `${studiedYear}-02-01`,
    endOn: `${studiedYear}-02-04`,
    claimedTenths: 320,
  })
  await signIn(page.request, demo('employer.clerk'))
  await page.goto(queueOf(person))
  await expect(page.getByRole('row', { name: '超上限的' })).toContainText('超年度上限')
  const accept = page.getByRole('button', { name: '批量认定', exact: true })
  await expect(accept).toBeDisabled()
  await page.getByRole('checkbox', { name: '选择：' }).first().check()
  await page.getByRole('checkbox', { name: '超上限的' }).check()
  await expect(accept).toBeDisabled()
  await page.getByRole('checkbox', { name: '超上限的' }).uncheck()
  await page.getByRole('checkbox', { name: '第二条' }).check()
  await accept.click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('listitem')).toHaveCount(2)
  await dialog.getByRole('button', { name: '批量认定' }).click()
  await expect(page.getByText('已通过 2 条')).toBeVisible()
  await expect(page.getByRole('link', { name: /^审核 / })).toHaveCount(1)

  await page.getByRole('button', { name: '撤销', exact: true }).click()
  await expect(page.getByText('已撤销 2 条，恢复为待审核')).toBeVisible()
  await expect(page.getByRole('link', { name: /^审核 / })).toHaveCount(3)

  // What is ticked is among the rows that are shown: under another filter nothing is.
  await page.getByRole('checkbox', { name: '第一条' }).check()
  await page.getByRole('combobox', { name: '系统检查' }).selectOption('没有提示')
  await page.getByRole('button', { name: '查询', exact: true }).click()
  await expect(page.getByRole('link', { name: /^审核 / })).toHaveCount(2)
  await expect(page.getByRole('button', { name: '批量退回' })).toBeDisabled()
  await page.goto(queueOf(person))
  for (const name of ['第一条', '超上限的']) await page.getByRole('checkbox', { name }).check()
  await page.getByRole('button', { name: '批量退回' }).click()
  const reason = page.getByRole('dialog', { name: '退回 2 条记录' })
  await reason.getByRole('button', { name: /附件不清晰/ }).click()
  await reason.getByRole('button', { name: '批量退回' }).click()
  await expect(page.getByText('已退回 2 条')).toBeVisible()
  await page.getByRole('tab', { name: '已审核' }).click()
  await expect(page.getByRole('row', { name: '超上限的' }).first()).toContainText('已退回')
})

test('a decision is taken back on the next record, and on its own page', async ({
  page,
  clerk,
  visit,
}) => {
  const { context } = await visit()
  const person = await enterAsConfirmed(context.request, clerk)
  const first = await sendPlain(context.request, '第一条', '07')
  await sendPlain(context.request, '第二条', '08')
  await signIn(page.request, demo('employer.clerk'))
  await page.goto(queueOf(person))
  await page.getByRole('link', { name: `审核 ${person.name}：第一条` }).click()
  await page.getByRole('button', { name: '认定', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('第二条')
  await expect(page.getByText('已认定 8 学时')).toBeVisible()
  await page.getByRole('button', { name: '撤销', exact: true }).click()
  await expect(page.getByText('已撤销，记录恢复为待审核')).toBeVisible()

  await page.goto(`/employer/reviews/${first}`)
  await page.getByRole('button', { name: '认定', exact: true }).click()
  await expect(page.getByText('已认定 8 学时')).toBeVisible()
  await page.goto(`/employer/reviews/${first}`)
  await expect(page.getByText('这条记录现在不需要您审核')).toBeVisible()
  await page.getByRole('button', { name: '撤销我的操作' }).click()
  await expect(page.getByRole('button', { name: '认定', exact: true })).toBeVisible()
})

test('an appeal on a phone, heard at a desk', async ({ page, clerk, visit }) => {
  const { context, page: phone } = await visit()
  await phone.setViewportSize({ width: 390, height: 844 })
  const person = await enterAsConfirmed(context.request, clerk)
  const { id } = await sendRecord(context.request, { name: '被否定的讲座' })
  await signIn(page.request, demo('employer.clerk'))
  await page.goto(`/employer/reviews/${id}`)
  await page.getByRole('button', { name: '不予认定' }).click()
  const reject = page.getByRole('dialog')
  await reject.getByRole('button', { name: /不属于继续教育/ }).click()
  await reject.getByRole('button', { name: '不予认定' }).click()
  await expect(page.getByText('已作出不予认定的决定')).toBeVisible()

  await phone.goto(`/me/declarations/${id}`)
  await phone.getByRole('button', { name: '申诉' }).click()
  const dialog = phone.getByRole('dialog')
  await dialog.getByRole('button', { name: '提交申诉' }).click()
  await expect(dialog.getByRole('textbox', { name: '申诉理由' })).toHaveAccessibleDescription(/请/)
  await dialog.getByRole('textbox', { name: '申诉理由' }).fill('附件第二页有签到记录，请复核。')
  await dialog.getByRole('button', { name: '提交申诉' }).click()
  await expect(phone.getByText('申诉中').first()).toBeVisible()
  await phone.getByLabel('上传附件').setInputFiles({
    name: '签到表.pdf',
    mimeType: 'application/pdf',
    buffer: makePdf(`Attendance ${id}`),
  })
  await expect(phone.getByText('签到表.pdf')).toBeVisible()
  await expect(phone.getByText(/^PDF · .+ · 已上传$/)).toHaveCount(2)
  await expect(phone.getByRole('button', { name: /^删除附件/ })).toHaveCount(0)

  await signIn(page.request, demo('hrss.county'))
  await page.goto(`/hrss/reviews?person=${encodeURIComponent(person.name)}`)
  await expect(page.getByRole('row', { name: person.name })).toContainText('申诉')
  await page.getByRole('link', { name: `审核 ${person.name}` }).click()
  await expect(page.getByText('附件第二页有签到记录，请复核。').first()).toBeVisible()
  await page.getByRole('button', { name: '改判认定' }).click()
  await expect(page.getByText('已改判认定 16 学时')).toBeVisible()
  await phone.reload()
  await expect(phone.getByText('已认定').first()).toBeVisible()
})

test('an authority takes back recognised hours, and gives them back', async ({
  page,
  clerk,
  visit,
}) => {
  const { context, page: own } = await visit()
  await enterAsConfirmed(context.request, clerk)
  const { id, receipt } = await sendRecord(context.request, { name: '要查的研修' })
  await signIn(page.request, demo('employer.clerk'))
  await page.goto(`/employer/reviews/${id}`)
  await page.getByRole('button', { name: '认定', exact: true }).click()
  await expect(page.getByText('已认定 16 学时')).toBeVisible()

  await signIn(page.request, demo('hrss.county'))
  await page.goto('/hrss/reviews?tab=found')
  await page.getByRole('textbox', { name: '受理编号' }).fill(receipt?.number ?? '')
  await page.getByRole('button', { name: '查询' }).click()
  await page.getByRole('row', { name: '要查的研修' }).getByRole('link').click()
  await page.getByRole('button', { name: '撤销认定' }).click()
  const dialog = page.getByRole('dialog', { name: '撤销认定' })
  await dialog.getByRole('textbox', { name: '决定文书' }).fill('抽查处理决定（演示）第 2 号')
  await dialog.getByRole('textbox', { name: '撤销认定的理由' }).fill('签到表与存档不一致。')
  await dialog.getByRole('button', { name: '撤销认定' }).click()
  await expect(page.getByText('学时已从台账中冲销')).toBeVisible()

  await own.goto(`/me/declarations/${id}`)
  await expect(own.getByText('已撤销').first()).toBeVisible()
  await expect(own.getByText('签到表与存档不一致。').first()).toBeVisible()
  await own.goto(`/me/years/${studiedYear}`)
  await expect(own.getByRole('main')).toContainText('要查的研修')

  await page.getByRole('button', { name: '恢复认定' }).click()
  const again = page.getByRole('dialog', { name: '恢复认定' })
  await again.getByRole('textbox', { name: '决定文书' }).fill('更正决定（演示）第 1 号')
  await again.getByRole('textbox', { name: '恢复认定的理由' }).fill('经复查属实。')
  await again.getByRole('button', { name: '恢复认定' }).click()
  await expect(page.getByText('学时已重新记入台账')).toBeVisible()
})
