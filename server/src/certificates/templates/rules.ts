import type { TemplateFact, TemplateForm } from '@xueshi/contract/certificates/templates'
import type { Facts } from '@xueshi/contract/moves'
import { type CertificateFacts, certificateNumber } from '../rules.ts'

/** Those of a city and of the province word certificates; a county's are issued by its city's. */
export const wordsCertificates = (regionCode: string): boolean => regionCode.endsWith('00')

/** Whose templates may word a certificate of this region, the nearest first. */
export const regionsAbove = (regionCode: string): string[] => {
  const city = `${regionCode.slice(0, 4)}00`
  const province = `${regionCode.slice(0, 2)}0000`
  return [...new Set([city, province])]
}

/** How it stands on a day; null for what was never in force or is no longer. */
export function standingOf(
  {
    state,
    effectiveFrom,
    isPast,
  }: { state: string; effectiveFrom: string | null; isPast: boolean },
  today: string,
): 'current' | 'coming' | 'past' | null {
  if (state !== 'published' || effectiveFrom === null) return null
  if (effectiveFrom > today) return 'coming'
  return isPast ? 'past' : 'current'
}

export const templateFacts = (
  { regionCode, drafterId }: { regionCode: string; drafterId: string },
  viewer: { regionCode: string; accountId: string },
): Facts<TemplateFact> => ({
  own: regionCode === viewer.regionCode,
  notDrafter: drafterId !== viewer.accountId,
})

const item = (category: string, course: string, form: string, hoursTenths: number) => ({
  category,
  course,
  form,
  institution: '岭南继续教育学院（样张）',
  from: '2026-03-02',
  to: '2026-03-20',
  hoursTenths,
  recognisedBy: '珠江演示科技有限公司',
})

/** A certificate of nobody, for looking at the words around its facts. */
export const sampleFacts = (
  { title, subtitle, statement, issuer, remark }: Omit<TemplateForm, 'sealId'>,
  { publicUrl, today }: { publicUrl: string; today: string },
): CertificateFacts => ({
  number: certificateNumber(Number(today.slice(0, 4)), '4400', 99_999_999),
  verifyUrl: `${publicUrl}/verify/0000000000000000000000`,
  year: Number(today.slice(0, 4)),
  name: '王样张',
  sex: '女',
  documentType: '居民身份证(户口簿)',
  maskedNumber: '440***********0000',
  unit: '珠江演示科技有限公司',
  title: '高级工程师',
  level: '副高级',
  series: '工程技术人员',
  categories: [
    { name: '公需课目', count: 1, hoursTenths: 300, requiredTenths: 300 },
    { name: '专业课目', count: 1, hoursTenths: 420, requiredTenths: 420 },
    { name: '个人选修课目', count: 1, hoursTenths: 180, requiredTenths: 180 },
  ],
  totalHoursTenths: 900,
  totalRequiredTenths: 900,
  conclusion: '已认证',
  ruleSet: '样张，不是任何人的学时',
  items: [
    item('公需课目', '新质生产力（样张）', '网络培训', 300),
    item('专业课目', '电路可靠性（样张）', '面授培训', 420),
    item('个人选修课目', '科技写作（样张）', '面授培训', 180),
  ],
  wording: { title, subtitle, statement, remark },
  issuer,
  issuedOn: today,
  demo: false,
  photo: null,
  seal: null,
})
