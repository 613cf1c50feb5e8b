import { createHmac, randomInt, randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { listOwnReportable } from '@xueshi/contract/training/completions'
import { ask } from './ask.ts'
import { expectAccessible } from './axe.ts'
import { demo, enterAsConfirmed, seatOf, signIn } from './people.ts'
import { expect, type Page, siteUrl, test } from './test.ts'

/** What a platform's own program does, as docs/interface.md tells it to. */
async function report(
  { token, secret }: { token: string; secret: string },
  items: readonly object[],
): Promise<{ status: number; text: string }> {
  const body = JSON.stringify({ items })
  const path = '/api/v1/completions'
  const seconds = Math.floor(Date.now() / 1000)
  const mac = createHmac('sha256', secret).update(`${seconds}.POST ${path}.${body}`).digest('hex')
  const answer = await fetch(siteUrl() + path, {
    method: 'POST',
    body,
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
      'x-xueshi-signature': `t=${seconds},v1=${mac}`,
    },
  })
  return { status: answer.status, text: await answer.text() }
}

async function makeKey(page: Page, name: string): Promise<{ token: string; secret: string }> {
  await page.goto('/institution/interface/keys')
  await page.getByRole('button', { name: '新建密钥' }).click()
  const form = page.getByRole('form', { name: '新建接口密钥' })
  await form.getByRole('button', { name: '新建' }).click()
  await expect(form.getByRole('alert')).toContainText('名称')
  await form.getByRole('textbox', { name: '名称' }).fill(name)
  await form.getByRole('button', { name: '新建' }).click()
  const told = page.getByRole('dialog', { name: '密钥已新建' })
  await expect(told.getByRole('code')).toHaveCount(2)
  const [token = '', secret = ''] = await told.getByRole('code').allTextContents()
  await told.getByRole('button', { name: '我已保存' }).click()
  return { token, secret }
}

test('a platform reports with a key, its unit and the person see what came of it, and it is told', async ({
  page,
  visit,
  clerk,
}) => {
  const name = `平台${randomInt(100_000, 1_000_000)}`
  const reference = `E2E-${randomInt(1_000_000, 10_000_000)}`
  await signIn(page.request, demo('institution'))
  const { page: own } = await visit()
  const person = await enterAsConfirmed(own.request, clerk)
  const heard: string[] = []
  const listener = createServer((request, reply) => {
    heard.push(String(request.headers['x-xueshi-event']))
    request.resume()
    reply.writeHead(204).end()
  })
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  const { port } = listener.address() as AddressInfo // it listens on a port
  const url = `http://127.0.0.1:${port}/${reference}`

  const key = await test.step('its manager makes a key', () => makeKey(page, name))
  await test.step('and an address where the unit is told', async () => {
    await page.getByRole('link', { name: '回调通知' }).click()
    await page.getByRole('button', { name: '添加地址' }).click()
    const form = page.getByRole('form', { name: '添加回调地址' })
    await form.getByRole('textbox', { name: '地址' }).fill(url)
    await form.getByRole('button', { name: '添加' }).click()
    await page.getByRole('button', { name: '我已保存' }).click()
    await page.getByRole('button', { name: `发送测试 ${url}` }).click()
    await expect(page.getByText('测试通知已排队发送')).toBeVisible()
    await expect.poll(() => heard).toContain('ping')
  })
  await test.step('the platform reports', async () => {
    await page.getByRole('link', { name: '可上报的课程' }).click()
    const courseId = await page.getByRole('table').getByRole('code').first().textContent()
    const year = new Date().getFullYear()
    const query = { year: String(year) }
    const seat = await seatOf(page.request)
    const { items } = await ask(page.request, listOwnReportable, { query }, seat)
    const forAnybody = items.find((item) => item.kind === 'course' && item.category === 'elective')
    const line = {
      documentType: 'residentId',
      documentNumber: '11010519491231002X',
      name: '何绮雯',
      courseId,
      hoursTenths: 10,
      startOn: `${year}-01-01`,
      endOn: `${year}-01-01`,
    }
    const answer = await report(key, [
      { ...line, reference },
      { ...line, reference: `${reference}-2`, hoursTenths: 99_999 },
      {
        ...line,
        courseId: forAnybody?.id,
        reference: `${reference}-3`,
        name: person.name,
        documentNumber: person.documentNumber,
      },
    ])
    expect([answer.status, answer.text.includes('HOURS_WRONG')]).toEqual([200, true])
    expect(answer.text).toContain('"credited":1')
    await expect.poll(() => heard).toContain('completions.processed')
  })
  await test.step('the person sees by which platform an hour came, and under which number', async () => {
    await own.goto(`/me/years/${new Date().getFullYear()}`)
    await own.getByRole('link', { name: /^查看平台上报记录：/ }).click()
    await expect(own.getByRole('heading', { name: '学时来源', level: 1 })).toBeVisible()
    const reported = own.locator('section').filter({
      has: own.getByRole('heading', { name: '平台上报记录' }),
    })
    await expect(reported).toContainText(`${reference}-3`)
    await expect(reported).toContainText(demo('institution').unit)
    await expect(reported).toContainText(name)
    await expect(own.getByText(person.documentNumber)).toHaveCount(0)
    await expectAccessible(own, 'where an hour of a platform came from')
  })
  await test.step('and the unit sees who is missing and what is wrong', async () => {
    await page.getByRole('link', { name: '上报记录' }).click()
    await page.getByRole('textbox', { name: '平台流水号' }).fill(reference)
    await page.getByRole('button', { name: '查询' }).click()
    await expect(page.getByRole('cell', { name: '待匹配' }).first()).toBeVisible()
    await page.getByRole('button', { name: `重新匹配 ${reference}` }).click()
    await expect(page.getByText('没有找到姓名与证件号码一致的人员').first()).toBeVisible()
    await page.goto(`/institution/interface?reference=${reference}-2`)
    await expect(page.getByText('学时为零或多于课程的学时')).toBeVisible()
    await page.getByRole('link', { name: '上报批次' }).click()
    await expect(page.getByRole('cell', { name, exact: true }).first()).toBeVisible()
  })
  await test.step('a key that is revoked opens nothing', async () => {
    await page.getByRole('link', { name: '接口密钥' }).click()
    await page.getByRole('button', { name: `吊销 ${name}` }).click()
    await page.getByRole('dialog').getByRole('button', { name: '吊销' }).click()
    await expect(page.getByText(`已吊销 ${name}`)).toBeVisible()
    const answer = await report(key, [])
    expect([answer.status, answer.text.includes('API_KEY_WRONG')]).toEqual([401, true])
    await page.getByRole('link', { name: '回调通知' }).click()
    await page.getByRole('button', { name: `删除 ${url}` }).click()
    await page.getByRole('dialog').getByRole('button', { name: '删除' }).click()
    await expect(page.getByText('已删除', { exact: true }).first()).toBeVisible()
  })
  await new Promise((resolve) => listener.close(resolve))
})
