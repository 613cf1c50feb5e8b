import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { listYears } from '@xueshi/contract/ledger'
import sharp from 'sharp'
import { ask } from './ask.ts'
import { studiedYear } from './days.ts'
import { uploadEvidence } from './declaring.ts'
import { demo, signIn } from './people.ts'
import { makeDraft } from './records.ts'
import { expect, type Page, test } from './test.ts'

const folder = join(import.meta.dirname, '..', 'docs', 'pictures')
const run = promisify(execFile)

/** Somebody of the demo province who is half way through the year. */
const halfWay = { account: 'person_01', password: demo('individual').password }

async function take(page: Page, name: string): Promise<void> {
  await expect(page.locator('.skeleton:visible')).toHaveCount(0)
  await page.evaluate('document.fonts.ready.then(() => undefined)')
  await mkdir(folder, { recursive: true })
  await page.screenshot({ path: join(folder, `${name}.png`) })
}

// Only when asked for: pictures that change with every run would be noise in every commit.
if (process.env['PICTURES'] === '1') {
  test('home', async ({ page }) => {
    await page.goto('/')
    await expect(page.getByRole('img', { name: '验证码图片' })).toBeVisible()
    await take(page, 'home')
  })

  test('profile', async ({ page }) => {
    await signIn(page.request, halfWay)
    await page.goto('/me/profile')
    await page.getByRole('button', { name: '修改' }).click()
    await expect(page.getByRole('group', { name: '籍贯', exact: true })).toBeVisible()
    await take(page, 'profile')
  })

  test('declarations', async ({ page }) => {
    await signIn(page.request, halfWay)
    await page.goto('/me/declarations?state=all')
    await expect(page.getByRole('row').nth(2)).toBeVisible()
    await take(page, 'declarations')
  })

  test('review, with the evidence beside the facts', async ({ page, visit }) => {
    const { context, page: person } = await visit()
    await signIn(context.request, halfWay)
    const { id } = await makeDraft(context.request, { name: '工业软件应用高级研修班' })
    await person.goto(`/me/declarations/${id}/edit`)
    await uploadEvidence(person, id)
    await person.getByRole('link', { name: '检查并送审' }).click()
    await person.getByRole('button', { name: '送审' }).click()
    await expect(person.getByRole('heading', { name: '送审成功' })).toBeVisible()
    await signIn(page.request, demo('employer.clerk'))
    await page.goto(`/employer/reviews/${id}`)
    await page.getByRole('tab', { name: '培训通知.jpg' }).click()
    await expect(page.getByRole('img', { name: '培训通知.jpg' })).toBeVisible()
    await take(page, 'review')
  })

  test('my year', async ({ page }) => {
    await signIn(page.request, halfWay)
    await page.goto('/me')
    await expect(page.getByRole('table', { name: /年度各类学时/ })).toBeVisible()
    await take(page, 'year')
  })

  test('a certificate, and what the phone says of it', async ({ page, visit }) => {
    await signIn(page.request, demo('individual'))
    const { items } = await ask(page.request, listYears, {})
    const certificate = items.find(({ year }) => year < studiedYear)?.certificate
    const answer = await page.request.get(`/api/certificates/${certificate?.id}/pdf`)
    const work = await mkdtemp(join(tmpdir(), 'xueshi-picture-'))
    try {
      const pdf = join(work, 'certificate.pdf')
      await writeFile(pdf, await answer.body())
      await run('pdftoppm', ['-r', '120', '-png', '-f', '1', '-l', '1', '-singlefile', pdf, pdf])
      const scan = await run('zbarimg', ['--quiet', '--raw', `${pdf}.png`])
      const { page: visitor } = await visit()
      await visitor.setViewportSize({ width: 390, height: 844 })
      await visitor.goto(scan.stdout.trim())
      await expect(visitor.getByRole('heading', { name: '证书有效' })).toBeVisible()
      const paper = await sharp(await readFile(`${pdf}.png`))
        .resize({ width: 930 })
        .toBuffer()
      const phone = await sharp(await visitor.screenshot())
        .resize({ height: 820 })
        .extend({ top: 2, bottom: 2, left: 2, right: 2, background: '#7b8594' })
        .toBuffer()
      const ground = { width: 1440, height: 900, channels: 3 as const, background: '#e0e5eb' }
      await mkdir(folder, { recursive: true })
      await sharp({ create: ground })
        .composite([
          { input: paper, left: 40, top: 120 },
          { input: phone, left: 1015, top: 38 },
        ])
        .png({ palette: true })
        .toFile(join(folder, 'certificate.png'))
    } finally {
      await rm(work, { recursive: true, force: true })
    }
  })
}
