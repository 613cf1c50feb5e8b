import {
  anotherFile,
  openDemoYears,
  printCertificate,
  revokeAnHour,
  verifyAsVisitor,
  verifyByFile,
  verifyOffline,
} from './certifying.ts'
import {
  addRecord,
  correctAfterReturn,
  correctRecord,
  recogniseFewer,
  recogniseWhole,
  returnRecord,
  sendForReview,
  type StudyRecord,
  uploadEvidence,
} from './declaring.ts'
import { studiedYear } from './days.ts'
import { confirmPerson, fillProfile, firstLogin, registerByHand } from './joining.ts'
import { demo, inventPerson } from './people.ts'
import { expect, type Page, test } from './test.ts'

const first: StudyRecord = {
  name: '智能制造前沿技术研修',
  category: '专业课',
  form: '面授培训班',
  institution: '佛山工贸职业学院（演示）',
  startOn: `${studiedYear}-01-05`,
  endOn: `${studiedYear}-01-06`,
  hours: '15',
}
const second: StudyRecord = {
  name: '知识产权保护与运用',
  category: '选修课',
  form: '网络培训',
  institution: '广州市继续教育中心（演示）',
  startOn: `${studiedYear}-01-07`,
  endOn: `${studiedYear}-01-08`,
  hours: '12.5',
}

test('from an empty browser to a verified certificate', async ({ page, visit }) => {
  test.setTimeout(240_000)
  const person = inventPerson()
  const { page: clerk } = await visit()

  await test.step('a visitor registers', () => registerByHand(page, person))
  await test.step('the first login asks for another password', () => firstLogin(page, person))
  await test.step('the person fills in the profile', () => fillProfile(page, person))
  await test.step('the clerk confirms the person', () => confirmPerson(clerk, person))

  await test.step('the person declares a record with evidence', async () => {
    await addRecord(page, first)
    await uploadEvidence(page, person.accountName)
    await correctRecord(page, { ...first, hours: '16' })
    await sendForReview(page, first)
  })
  await test.step('the clerk recognises fewer hours', () => recogniseFewer(clerk, person, first))
  await test.step('a second record is returned, corrected and recognised', async () => {
    await addRecord(page, second)
    await uploadEvidence(page, `${person.accountName} second`)
    await sendForReview(page, second)
    await returnRecord(clerk, person, second)
    await correctAfterReturn(page, second)
    await sendForReview(page, second)
    await recogniseWhole(clerk, person, second)
  })
  await test.step('the year shows what there is and what is lacking', () => readYear(page))

  await test.step('the demo person certifies a complete year and prints it', async () => {
    const { page: holder } = await visit()
    const year = await openDemoYears(holder)
    const printed = await printCertificate(holder, year)
    const { page: visitor } = await visit()
    await verifyAsVisitor(visitor, printed, demo('individual'))
    await verifyByFile(visitor, printed)
    await verifyOffline(visitor, printed, await anotherFile(holder, printed))
    const { page: office } = await visit()
    await revokeAnHour({ holder, visitor, office }, year, printed)
  })
})

async function readYear(page: Page): Promise<void> {
  await page.goto(`/me/years/${studiedYear}`)
  await expect(
    page.getByRole('img', { name: `${studiedYear} 年度总学时：已有 28 学时，要求 90 学时` }),
  ).toBeVisible()
  const bars = page.getByRole('table', { name: `${studiedYear} 年度各类学时` })
  const cellsOf = (name: string) => bars.getByRole('row', { name }).getByRole('cell')
  await expect(cellsOf('公需课')).toHaveText(['', '0', '30', '30'])
  await expect(cellsOf('专业课')).toHaveText(['', '12', '42', '30'])
  await expect(cellsOf('个人选修课')).toHaveText(['', '16', '18', '2'])
  await expect(page.getByText('还差 62 学时')).toBeVisible()
  await expect(page.getByText('未达标').first()).toBeVisible()
}
