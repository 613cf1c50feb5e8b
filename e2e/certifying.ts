/// <reference types="node" />
import { execFile } from 'node:child_process'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, type Page } from '@playwright/test'
import { YearDetail, YearRow } from '@xueshi/contract/ledger'
import * as z from 'zod/mini'
import { studiedYear } from './days.ts'
import { logInByHand } from './forms.ts'
import { altered, signedByAnother, underSignatureOf } from './forging.ts'
import { type DemoLogin, demo, signIn } from './people.ts'

const run = promisify(execFile)
const demoRight = '签名正确，现时效力未查询'

export interface Printed {
  number: string
  /** The address in the QR code. */
  address: string
  pdf: Buffer
}

/** The demo person's years by 查询, and the one that is complete and not yet certified. */
export async function openDemoYears(page: Page): Promise<number> {
  await page.goto('/login')
  await logInByHand(page, demo('individual'))
  await page.getByRole('link', { name: '继续教育证书打印' }).click()
  await page.getByRole('combobox', { name: '培训年度（起）' }).selectOption(`${studiedYear} 年`)
  await page.getByRole('button', { name: '查询' }).click()
  const row = page.getByRole('row', { name: '待认证' })
  await expect(row).toHaveCount(1)
  return Number(await row.getByRole('link').first().innerText())
}

/** 申请认证 → 打印证书: what comes is a PDF that says whose it is, with a QR code that can be read. */
export async function printCertificate(page: Page, year: number): Promise<Printed> {
  const row = page.getByRole('row', { name: `${year}` })
  await row.getByRole('button', { name: '申请认证' }).click()
  await expect(page.getByText(`${year} 年度已认证`)).toBeVisible()
  await expect(row).toContainText('已认证')
  const number = (await row.getByRole('cell').nth(-2).innerText()).trim()
  await row.getByRole('link', { name: '打印证书' }).click()
  await expect(page.getByRole('heading', { name: '在线打印', level: 1 })).toBeVisible()
  await expect(page.getByRole('img', { name: '第 2 页，共 2 页' })).toBeVisible()
  await expect(page.getByRole('button', { name: '在线打印' })).toBeEnabled()
  const address = await page.getByRole('link', { name: '下载 PDF' }).getAttribute('href')
  const answer = await page.request.get(address ?? '')
  expect(answer.headers()['content-type']).toContain('application/pdf')
  const pdf = await answer.body()
  expect(pdf.subarray(0, 5).toString('latin1')).toBe('%PDF-')

  const folder = await mkdtemp(join(tmpdir(), 'xueshi-certificate-'))
  try {
    const path = join(folder, 'certificate.pdf')
    await writeFile(path, pdf)
    const text = (await run('pdftotext', ['-layout', path, '-'])).stdout
    expect(text).toContain(number)
    expect(text.replaceAll(/\s/g, '')).toContain('林晓雯')
    await run('pdftoppm', ['-r', '150', '-png', '-f', '1', '-l', '1', path, join(folder, 'page')])
    const scan = await run('zbarimg', ['--quiet', '--raw', ...(await pagesIn(folder))])
    return { number, address: scan.stdout.trim(), pdf }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const pagesIn = async (folder: string) =>
  (await readdir(folder)).filter((name) => name.endsWith('.png')).map((name) => join(folder, name))

/** Somebody who is nobody here follows the QR code: valid, and no more of the person than is needed. */
export async function verifyAsVisitor(
  page: Page,
  { number, address }: Printed,
  holder: DemoLogin,
): Promise<void> {
  await page.goto(address)
  const verdict = page.getByRole('region', { name: '验证结果' })
  await expect(verdict.getByRole('heading', { name: '证书有效' })).toBeVisible()
  await expect(verdict).toContainText(number)
  await expect(verdict).toContainText(holder.unit)
  await expect(verdict).toContainText('*')
  await expect(page.getByText('林晓雯')).toHaveCount(0)
  await expect(verdict).not.toContainText(/\d{17}[\dX]/)
}

/** The file itself: whole, with one byte changed, and any other PDF. */
export async function verifyByFile(page: Page, { number, pdf }: Printed): Promise<void> {
  const verdict = page.getByRole('region', { name: '验证结果' })
  const offer = (buffer: Buffer) =>
    page
      .getByLabel('选择证书文件')
      .setInputFiles({ name: '继续教育证书.pdf', mimeType: 'application/pdf', buffer })
  await page.goto('/verify')
  await offer(pdf)
  await expect(verdict.getByRole('heading', { name: '证书有效' })).toBeVisible()
  await expect(verdict).toContainText('浏览器和服务器都已核对')
  await expect(verdict).toContainText(number)
  await offer(altered(pdf))
  await expect(verdict.getByRole('heading', { name: '文件被改动过' })).toBeVisible()
  await offer(Buffer.from('%PDF-1.7\n%%EOF\n'))
  await expect(verdict.getByRole('heading', { name: '文件没有电子签名' })).toBeVisible()
}

/**
 * Where there is no network: the QR code, one with a character changed, the file, and what a forger
 * would make of it. `other`: a genuine file of another certificate.
 */
export async function verifyOffline(
  page: Page,
  { number, address, pdf }: Printed,
  other: Buffer,
): Promise<void> {
  const verdict = page.getByRole('region', { name: '验证结果' })
  const context = page.context()
  await page.goto('/verify')
  // As text: the tests are compiled for Node, which has no such shelf.
  await page.waitForFunction(
    "caches.open('xueshi-verify').then((kept) => kept.match('/verify')).then(Boolean)",
  )
  await context.setOffline(true)
  await page.goto('about:blank')
  await page.goto(address)
  await expect(verdict.getByRole('heading', { name: demoRight })).toBeVisible()
  await expect(verdict).toContainText(number)
  const offer = (buffer: Buffer) =>
    page
      .getByLabel('选择证书文件')
      .setInputFiles({ name: '证书.pdf', mimeType: 'application/pdf', buffer })
  await offer(pdf)
  // The key is a demonstration's, and so is what it signs.
  await expect(verdict.getByRole('heading', { name: demoRight }).nth(1)).toBeVisible()
  await expect(verdict.getByText('由演示系统的密钥签名，不具法律效力。').nth(1)).toBeVisible()
  await offer(altered(pdf))
  await expect(verdict.getByRole('heading', { name: '文件被改动过' })).toBeVisible()
  await offer(await signedByAnother(pdf, address))
  await expect(verdict.getByRole('heading', { name: '不是本系统签发的文件' })).toBeVisible()
  await offer(underSignatureOf(other, pdf))
  await expect(verdict.getByRole('heading', { name: '文件被改动过' })).toBeVisible()
  await page.goto('about:blank')
  await page.goto(address.replace(/.$/, (last) => (last === 'A' ? 'Q' : 'A')))
  await expect(verdict.getByRole('heading', { name: '签名不正确' })).toBeVisible()
  await context.setOffline(false)
}

/** A certificate of the person that is another than this one. */
export async function anotherFile(page: Page, { number }: Printed): Promise<Buffer> {
  const years = z.parse(Years, await (await page.request.get('/api/years')).json())
  const other = years.items.find(({ certificate }) => certificate && certificate.number !== number)
  const answer = await page.request.get(`/api/certificates/${other?.certificate?.id}/pdf`)
  expect(answer.ok()).toBe(true)
  return answer.body()
}

const Years = z.object({ items: z.array(YearRow) })

/** The record of the year without which it is no longer met. */
export async function decisiveRecord(page: Page, year: number): Promise<string> {
  const answer = await page.request.get(`/api/years/${year}`)
  const { items, counted, required } = z.parse(YearDetail, await answer.json())
  const item = items.find(
    ({ sourceKind, reversed, category, countedTenths }) =>
      sourceKind === 'declaration' &&
      !reversed &&
      counted[category] - countedTenths < required[category],
  )
  expect(item).toBeDefined()
  return item?.sourceId ?? ''
}

/** An authority takes hours of the year back, or recognises them again. */
export async function decideOn(office: Page, record: string, act: '撤销认定' | '恢复认定') {
  await office.goto(`/hrss/reviews/${record}`)
  await office.getByRole('button', { name: act }).click()
  const dialog = office.getByRole('dialog', { name: act })
  await dialog.getByRole('textbox', { name: '决定文书' }).fill('抽查处理决定（演示）第 7 号')
  await dialog.getByRole('textbox', { name: `${act}的理由` }).fill('签到表与存档不一致。')
  await dialog.getByRole('button', { name: act }).click()
  await expect(dialog).toBeHidden()
}

/** An hour of a certified year is revoked: whoever follows the QR code reads it at once, and the person why. */
export async function revokeAnHour(
  { holder, visitor, office }: { holder: Page; visitor: Page; office: Page },
  year: number,
  { address, number }: Printed,
): Promise<void> {
  const record = await decisiveRecord(holder, year)
  await signIn(office.request, demo('hrss.county'))
  await decideOn(office, record, '撤销认定')
  await visitor.goto('about:blank')
  await visitor.goto(address)
  const verdict = visitor.getByRole('region', { name: '验证结果' })
  await expect(verdict.getByRole('heading', { name: '证书已撤销' })).toBeVisible()
  await expect(verdict).toContainText('该年度学时发生变动，不再达标')
  // Why the hours were taken back is between the office and the person.
  await expect(verdict).not.toContainText('签到表')
  await holder.goto(`/me/years/${year}`)
  await expect(holder.getByRole('main')).toContainText('原证书已撤销')
  await expect(holder.getByRole('main')).toContainText(number)
  // So that the story can be told again.
  await decideOn(office, record, '恢复认定')
  await visitor.reload()
  await expect(verdict.getByRole('heading', { name: '证书已撤销' })).toBeVisible()
}
