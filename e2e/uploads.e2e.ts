import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { evidenceLimit, readDeclaration } from '@xueshi/contract/declarations'
import { createExemption } from '@xueshi/contract/ledger'
import { ask } from './ask.ts'
import { expectAccessible } from './axe.ts'
import { studiedYear } from './days.ts'
import { makeHeic, makeJpeg, makePdf, makeWord } from './files.ts'
import { enterAsConfirmed } from './people.ts'
import { makeDraft } from './records.ts'
import { expect, type Page, test } from './test.ts'

/** A PDF of exactly the size that is allowed; the padding stands where readers skip it. */
function makeLargePdf(title: string): Buffer {
  const pdf = makePdf(title)
  const head = pdf.subarray(0, 9)
  const rest = pdf.subarray(9)
  const padding = Buffer.alloc(evidenceLimit.bytes - pdf.length, 'x')
  padding.write('%')
  padding.write('\n', padding.length - 1)
  return Buffer.concat([head, padding, rest])
}
const sickLeave = {
  year: studiedYear,
  reason: 'sickLeave',
  kind: 'months',
  startOn: `${studiedYear}-03-01`,
  endOn: `${studiedYear}-05-31`,
  words: '住院治疗三个月。',
} as const
const pdfFile = (name: string, buffer: Buffer) => ({ name, mimeType: 'application/pdf', buffer })

/** Limits how fast the browser may send, in bytes a second; 0 for as fast as it can. */
async function slowSending(page: Page) {
  const session = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  return {
    limit: (bytesPerSecond: number) =>
      session.send('Network.emulateNetworkConditions', {
        offline: false,
        latency: 0,
        downloadThroughput: -1,
        uploadThroughput: bytesPerSecond || -1,
      }),
  }
}

test('20 MB cut at 60 % go on after a reload: less than 45 % more, and the same content', async ({
  page,
  clerk,
}, testInfo) => {
  await enterAsConfirmed(page.request, clerk)
  const { id } = await makeDraft(page.request)
  const edit = `/me/declarations/${id}/edit`
  const file = makeLargePdf(`Large ${id}`)
  // From the disk: as a buffer it would go through the protocol of the tests.
  const onDisk = async (folder: string, bytes: Buffer) => {
    const path = testInfo.outputPath(folder, '学习档案.pdf')
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, bytes)
    return path
  }
  const chosen = await onDisk('one', file)
  const other = await onDisk('other', makeLargePdf(`Other ${id.slice(1)}`))
  await page.goto(edit)
  const sending = await slowSending(page)
  await sending.limit(3 * 1024 * 1024)
  await page.getByLabel('上传附件').setInputFiles(chosen)
  const bar = page.getByRole('progressbar', { name: '正在上传' })
  await expect
    .poll(async () => Number(await bar.getAttribute('value')), {
      intervals: [50],
      timeout: 60_000,
    })
    .toBeGreaterThanOrEqual(60)
  // Leaving the page cuts the connection; as fast as it can from here on.
  await page.goto('about:blank')
  await sending.limit(0)

  const offsets: number[] = []
  page.on('request', (request) => {
    const offset = request.headers()['upload-offset']
    if (request.method() === 'PATCH' && offset !== undefined) offsets.push(Number(offset))
  })
  await page.goto(edit)
  await expect(page.getByText('上传中断，请重新选择同一个文件')).toBeVisible()
  const choose = async (path: string) => {
    const chooser = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: '继续上传 学习档案.pdf' }).click()
    await (await chooser).setFiles(path)
  }
  // As long, and called the same; it is known by its content.
  await choose(other)
  await expect(page.getByText('这不是同一个文件')).toBeVisible()
  expect(offsets).toEqual([])
  await choose(chosen)
  await expect(page.getByText(/^PDF · 20.+ · 已上传$/)).toBeVisible({ timeout: 30_000 })
  expect(offsets).toHaveLength(1)
  expect((file.length - (offsets[0] ?? 0)) / file.length).toBeLessThan(0.45)

  const { evidence } = await ask(page.request, readDeclaration, { params: { id } })
  const held = await page.request.get(evidence[0]?.viewUrl ?? '')
  const hash = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
  expect(hash(await held.body())).toBe(hash(file))
})

test('several at once: put in order, looked at, turned, taken away', async ({ page, clerk }) => {
  await enterAsConfirmed(page.request, clerk)
  const { id } = await makeDraft(page.request)
  await page.goto(`/me/declarations/${id}/edit`)
  await page
    .getByLabel('上传附件')
    .setInputFiles([
      pdfFile('甲.pdf', makePdf(`A ${id}`)),
      pdfFile('乙.pdf', makePdf(`B ${id}`)),
      { name: '丙.jpg', mimeType: 'image/jpeg', buffer: await makeJpeg(`C ${id}`) },
    ])
  await expect(page.getByText(/· 已上传$/)).toHaveCount(3)
  const names = async () => {
    const { evidence } = await ask(page.request, readDeclaration, { params: { id } })
    return evidence.map(({ name }) => name)
  }
  const before = await names()
  const [first = '', second = '', third = ''] = before
  await page.getByRole('button', { name: `上移 ${third}` }).click()
  await expect.poll(names).toEqual([first, third, second])
  await expect(page.getByRole('button', { name: `下移 ${second}` })).toHaveCount(0)

  await page.getByRole('button', { name: '查看附件 丙.jpg' }).click()
  const viewer = page.getByRole('dialog', { name: '丙.jpg' })
  const picture = viewer.getByRole('img', { name: '丙.jpg' })
  const lies = () =>
    picture.evaluate((canvas) => {
      const { width, height } = canvas.getBoundingClientRect()
      return width > height
    })
  await expect.poll(lies).toBe(true)
  await viewer.getByRole('button', { name: '旋转' }).click()
  await expect.poll(lies).toBe(false)
  await viewer.getByRole('button', { name: '放大' }).click()
  await expect(viewer.getByText('150%')).toBeVisible()
  // By an address of this moment: the one that came with the page runs out after ten minutes.
  const fresh = page.waitForResponse((answer) => answer.url().endsWith(`/declarations/${id}`))
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    viewer.getByRole('button', { name: '下载' }).click(),
  ])
  const { evidence } = readDeclaration.parts.reply.parse(await (await fresh).json())
  expect(download.url()).toContain(evidence.find(({ name }) => name === '丙.jpg')?.viewUrl)
  await viewer.getByRole('button', { name: '关闭' }).click()

  await page.getByRole('button', { name: '删除附件 乙.pdf' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '删除', exact: true }).click()
  await expect(page.getByText(/· 已上传$/)).toHaveCount(2)
  expect(await names()).not.toContain('乙.pdf')
})

test('what no browser shows is offered as a download', async ({ page, clerk }) => {
  await enterAsConfirmed(page.request, clerk)
  const { id } = await makeDraft(page.request)
  await page.goto(`/me/declarations/${id}/edit`)
  await page.getByLabel('上传附件').setInputFiles([
    { name: '照片.heic', mimeType: 'image/heic', buffer: makeHeic(id) },
    { name: '总结.docx', mimeType: 'application/octet-stream', buffer: await makeWord(id) },
  ])
  await expect(page.getByText(/· 已上传$/)).toHaveCount(2)
  for (const [name, words] of [
    ['照片.heic', '这个文件无法在页面中显示'],
    ['总结.docx', 'Word文件不能在页面中预览'],
  ] as const) {
    await page.getByRole('button', { name: `查看附件 ${name}` }).click()
    const viewer = page.getByRole('dialog', { name })
    await expect(viewer.getByText(words)).toBeVisible()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      viewer.getByRole('button', { name: '下载' }).click(),
    ])
    expect(download.suggestedFilename()).toBe(name)
    await viewer.getByRole('button', { name: '关闭' }).click()
  }
})

test('papers of an application: ten cancels leave every place free, and a cut and a reload go on where they were', async ({
  page,
  clerk,
}, testInfo) => {
  await enterAsConfirmed(page.request, clerk)
  const { id } = await ask(page.request, createExemption, { body: sickLeave })
  await page.goto(`/me/exemptions/${id}`)
  const path = testInfo.outputPath('诊断证明.pdf')
  await writeFile(path, makeLargePdf(`Leave ${id}`))
  const choose = page.getByLabel('上传附件')
  const placed = () =>
    page.waitForResponse(
      (answer) => answer.url().endsWith(`/exemptions/${id}/files`) && answer.ok(),
    )
  const gone = () =>
    page.waitForResponse(
      (answer) => answer.request().method() === 'DELETE' && answer.url().includes('/files/'),
    )
  const sending = await slowSending(page)
  await sending.limit(1024 * 1024)
  for (let round = 0; round < 10; round += 1) {
    await Promise.all([placed(), choose.setInputFiles(path)])
    await Promise.all([gone(), page.getByRole('button', { name: '取消上传 诊断证明.pdf' }).click()])
    await expect(page.getByRole('button', { name: '取消上传 诊断证明.pdf' })).toHaveCount(0)
  }

  // Cut after the first bytes, and no server to be reached after the reload: it goes on at the same place.
  await Promise.all([placed(), choose.setInputFiles(path)])
  const bar = page.getByRole('progressbar', { name: '正在上传' })
  const share = async () => Number(await bar.getAttribute('value'))
  await expect.poll(share, { intervals: [50] }).toBeGreaterThan(5)
  // Leaving the page cuts the connection.
  await page.goto('about:blank')
  await sending.limit(0)
  await page.route('**/api/uploads/**', (route) => route.abort())
  await page.goto(`/me/exemptions/${id}`)
  const again = page.getByLabel('重新选择 诊断证明.pdf')
  await expect(page.getByText('上传中断')).toBeVisible()
  await again.setInputFiles(path)
  const retry = page.getByRole('button', { name: '重试' })
  await expect(retry).toBeVisible({ timeout: 30_000 })
  await page.unroute('**/api/uploads/**')
  const offsets: number[] = []
  page.on('request', (request) => {
    if (request.method() === 'PATCH') offsets.push(Number(request.headers()['upload-offset']))
  })
  await retry.click()
  await expect(page.getByText(/· 已上传$/)).toHaveCount(1)
  expect(offsets).toHaveLength(1)
  expect(offsets[0]).toBeGreaterThan(0)

  // A PDF is shown by our own viewer, in the page.
  await page.getByRole('button', { name: '查看附件 诊断证明.pdf' }).click()
  const viewer = page.getByRole('dialog', { name: '诊断证明.pdf' })
  await expect(viewer.getByRole('img', { name: '第 1 页，共 1 页' })).toBeVisible()
  await expectAccessible(page, 'a paper of an application in the viewer')
})
