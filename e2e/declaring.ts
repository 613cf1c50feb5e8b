import { expect, type Page } from '@playwright/test'
import { makeJpeg, makePdf } from './files.ts'
import { fillDay } from './forms.ts'
import type { Person } from './people.ts'

/** The fields of 添加 in the words of the form; hours as they are typed. */
export interface StudyRecord {
  name: string
  category: '公需课' | '专业课' | '选修课'
  form: string
  institution: string
  startOn: string
  endOn: string
  hours: string
}

export async function fillRecord(page: Page, record: StudyRecord): Promise<void> {
  const form = page.getByRole('form', { name: '继续教育记录' })
  await form.getByRole('textbox', { name: '课程名称' }).fill(record.name)
  await form.getByRole('combobox', { name: '课程类型' }).selectOption(record.category)
  await form.getByRole('combobox', { name: '学习形式' }).selectOption(record.form)
  await form.getByRole('textbox', { name: '施教机构' }).fill(record.institution)
  await fillDay(form, '学习开始时间', record.startOn)
  await fillDay(form, '学习结束时间', record.endOn)
  await form.getByRole('textbox', { name: '拟申报学时' }).fill(record.hours)
}

/** 添加 → 保存: the record stands as 草稿, and the page waits for its evidence. */
export async function addRecord(page: Page, record: StudyRecord): Promise<void> {
  await page.goto('/me')
  await page.getByRole('link', { name: '继续教育记录申报' }).click()
  await expect(page.getByRole('heading', { name: '继续教育记录申报' })).toBeVisible()
  await page.getByRole('link', { name: '添加', exact: true }).click()
  await expect(page.getByRole('heading', { name: '添加继续教育记录' })).toBeVisible()
  await fillRecord(page, record)
  await page.getByRole('button', { name: '保存' }).click()
  await expect(page.getByText('已保存为草稿')).toBeVisible()
  await expect(page.getByRole('heading', { name: '编辑继续教育记录' })).toBeVisible()
}

/** A PDF and a JPEG, chosen together, end as two files that can be looked at. */
export async function uploadEvidence(page: Page, mark: string): Promise<void> {
  await page.getByLabel('上传附件').setInputFiles([
    { name: '结业证书.pdf', mimeType: 'application/pdf', buffer: makePdf(`Certificate ${mark}`) },
    { name: '培训通知.jpg', mimeType: 'image/jpeg', buffer: await makeJpeg(`Notice ${mark}`) },
  ])
  await expect(page.getByText(/^PDF · .+ · 已上传$/)).toBeVisible()
  await expect(page.getByText(/^JPG 图片 · .+ · 已上传$/)).toBeVisible()
  await page.getByRole('button', { name: '查看附件 结业证书.pdf' }).click()
  const viewer = page.getByRole('dialog')
  await expect(viewer.getByRole('img', { name: '第 1 页，共 1 页' })).toBeVisible()
  await viewer.getByRole('button', { name: '关闭' }).click()
}

/** Another amount in the saved draft, which is saved as it is typed. */
export async function correctRecord(page: Page, record: StudyRecord): Promise<void> {
  await page.getByRole('textbox', { name: '拟申报学时' }).fill(record.hours)
  await expect(page.getByText('正在保存', { exact: true })).toBeVisible()
  await expect(page.getByText(/^已保存 \d\d:\d\d$/)).toBeVisible()
  await page.reload()
  await expect(page.getByRole('textbox', { name: '拟申报学时' })).toHaveValue(record.hours)
}

/** 检查并送审 → 送审, a receipt, and the list that shows the record just sent. */
export async function sendForReview(page: Page, record: StudyRecord): Promise<void> {
  await page.getByRole('link', { name: '检查并送审' }).click()
  await expect(page.getByRole('heading', { name: '检查并送审' })).toBeVisible()
  await expect(page.getByText(record.name)).toBeVisible()
  await page.getByRole('button', { name: '送审' }).click()
  await expect(page.getByRole('heading', { name: '送审成功' })).toBeVisible()
  await expect(page.getByText('受理编号')).toBeVisible()
  await page.getByRole('link', { name: '返回申报列表' }).click()
  const row = page.getByRole('row', { name: record.name })
  await expect(row).toContainText('待单位审核')
}

async function openInQueue(clerk: Page, person: Person, record: StudyRecord): Promise<void> {
  await clerk.goto('/employer')
  await clerk
    .getByRole('row', { name: '等待审核的继续教育记录' })
    .getByRole('link', { name: '去审核' })
    .click()
  await expect(clerk.getByRole('heading', { name: '学时审核' })).toBeVisible()
  await clerk.getByRole('textbox', { name: '姓名' }).fill(person.name)
  await clerk.getByRole('button', { name: '查询' }).click()
  await clerk.getByRole('link', { name: `审核 ${person.name}：${record.name}` }).click()
  await expect(clerk.getByRole('heading', { level: 1 })).toContainText(record.name)
}

/** The evidence stands beside the facts; fewer hours than claimed need a reason. */
export async function recogniseFewer(
  clerk: Page,
  person: Person,
  record: StudyRecord,
): Promise<void> {
  await openInQueue(clerk, person, record)
  await expect(clerk.getByText(record.institution)).toBeVisible()
  await clerk.getByRole('tab', { name: '结业证书.pdf' }).click()
  await expect(clerk.getByRole('img', { name: '第 1 页，共 1 页' })).toBeVisible()
  await clerk.getByRole('tab', { name: '培训通知.jpg' }).click()
  await expect(clerk.getByRole('img', { name: '培训通知.jpg' })).toBeVisible()

  const form = clerk.getByRole('form', { name: '审核意见' })
  await expect(form.getByRole('textbox', { name: '认定学时' })).toHaveValue('16')
  await form.getByRole('textbox', { name: '认定学时' }).fill('12')
  await form.getByRole('button', { name: '认定', exact: true }).click()
  const reason = form.getByRole('textbox', { name: '少于拟申报学时的原因' })
  await expect(reason).toHaveAccessibleDescription(/请/)
  await reason.fill('第二天下午未签到，按签到记录认定。')
  await form.getByRole('button', { name: '认定', exact: true }).click()
  await expect(clerk.getByText('已认定 12 学时')).toBeVisible()
}

export async function returnRecord(
  clerk: Page,
  person: Person,
  record: StudyRecord,
): Promise<void> {
  await openInQueue(clerk, person, record)
  await clerk.getByRole('button', { name: '退回' }).click()
  const dialog = clerk.getByRole('dialog', { name: '退回这条记录' })
  await dialog.getByRole('textbox', { name: '退回原因' }).fill('拟申报学时与学习记录不符，请核对。')
  await dialog.getByRole('button', { name: '退回' }).click()
  await expect(clerk.getByText('已退回', { exact: true })).toBeVisible()
}

/** The to-do of the first page leads to the record, whose reason stands where it is corrected. */
export async function correctAfterReturn(page: Page, record: StudyRecord): Promise<void> {
  await page.goto('/me')
  await page
    .getByRole('row', { name: '退回待修改的继续教育记录' })
    .getByRole('link', { name: '去修改' })
    .click()
  await page.getByRole('link', { name: record.name }).click()
  await page.getByRole('link', { name: '按要求修改' }).click()
  // The record's page, which says it too, stays until the form is there.
  await expect(page.getByRole('textbox', { name: '拟申报学时' })).toBeVisible()
  await expect(page.getByText('拟申报学时与学习记录不符，请核对。')).toBeVisible()
  await page.getByRole('textbox', { name: '拟申报学时' }).fill('16')
  await page.getByRole('button', { name: '保存' }).click()
  await expect(page.getByText('已保存', { exact: true })).toBeVisible()
}

export async function recogniseWhole(
  clerk: Page,
  person: Person,
  record: StudyRecord,
): Promise<void> {
  await openInQueue(clerk, person, record)
  await clerk.getByRole('button', { name: '认定', exact: true }).click()
  await expect(clerk.getByText('已认定 16 学时')).toBeVisible()
}
