import { officeActs } from './office-acts.ts'
import { recordActs } from './record-acts.ts'

/** What the acts of the audit are called; one that is not here shows its code. */
export const actText: Readonly<Record<string, string>> = { ...officeActs, ...recordActs }

/** The nouns of the acts, by what an auditor looks for. */
const headings: Readonly<Record<string, readonly string[]>> = {
  登录: ['login', 'password', 'questions', 'recovery', 'recoveryCodes', 'secondFactor', 'code'],
  账号: ['account', 'contact', 'phone', 'helpDesk'],
  单位与员工: ['unit', 'office', 'staff', 'join', 'department', 'accreditation'],
  人员与任职: ['profile', 'person', 'people', 'photo', 'employment', 'transfer', 'correction'],
  申报与审核: ['declaration', 'evidence', 'batch'],
  课程与培训班: ['course', 'courses', 'topic', 'class', 'enrolment', 'attendance', 'result'],
  网络平台: ['apiKey', 'webhook', 'completion', 'completions'],
  学时与年度: ['year', 'years', 'exemption', 'rules', 'hourClaim', 'legacy'],
  证书: ['certificate', 'certificates', 'certificateTemplate'],
  诚信管理: ['case'],
  系统管理: ['settings', 'template', 'task', 'seal', 'audit', 'demo'],
}

/** All acts under their headings, for a field that picks one. */
export const actGroups = Object.entries(headings).map(([heading, nouns]) => ({
  heading,
  options: Object.entries(actText)
    .filter(([act]) => nouns.includes(act.slice(0, act.indexOf('.'))))
    .map(([value, text]) => ({ value, text })),
}))

export const actName = (act: string) => actText[act] ?? act
