import type { ErrorCode } from '@xueshi/contract/errors'
import { CallError, type CallCode } from '../call-error.ts'

/** What a refusal means to the person who met it, and what to do: those that a first page may meet. */
const firstTexts = {
  INVALID: '有内容填写不正确，请按提示修改后再提交。',
  BAD_REQUEST: '请求有误，请刷新页面后重试。',
  NOT_FOUND: '没有找到这项内容，它可能已被删除，或不在您的办理范围内。',
  CROSS_ORIGIN: '请求来源不正确，请从本系统的页面重新操作。',
  RATE_LIMITED: '操作过于频繁，请稍等几分钟再试。',
  BUSY: '当前使用人数较多，请稍等片刻再试，已填写的内容不会丢失。',
  UNAVAILABLE: '系统暂时无法提供服务，请稍后再试。',
  INTERNAL: '系统出现故障，请稍后再试；如仍不行，请致电 12333 并提供下方编号。',
  SIGNED_OUT: '登录已失效，请重新登录。',
  LOGIN_FAILED: '用户名或密码不正确，或该账号暂时不能登录。请核对后再试，也可稍后再试。',
  FORBIDDEN: '您没有办理这项业务的权限。如需办理，请切换身份或联系本单位管理员。',
  CAPTCHA_WRONG: '验证码不正确或已过期，请按新的验证码重新输入。',
} as const satisfies Partial<Record<ErrorCode, string>>

const errorTexts: Partial<Record<ErrorCode, string>> = { ...firstTexts }

/** Adds the texts that come after the first page; called once by `refusal-texts.ts`. */
export function addErrorTexts(
  texts: Readonly<Record<Exclude<ErrorCode, keyof typeof firstTexts>, string>>,
): void {
  Object.assign(errorTexts, texts)
}

const noAnswer = '没有收到系统的答复，请检查网络后再试。重试不会造成重复提交。'

/** The text for a code of `CallError`. */
export function errorText(code: CallCode): string {
  // Without the later texts the page is best loaded anew.
  return code === 'NO_ANSWER' ? noAnswer : (errorTexts[code] ?? firstTexts.BAD_REQUEST)
}

/** The text for anything that was thrown. */
export function textOf(error: unknown): string {
  return errorText(error instanceof CallError ? error.code : 'INTERNAL')
}

/** A field as its message sees it. `choose`: its value is picked, not typed; `tick`: it is one check box. */
export interface FieldName {
  label: string
  choose: boolean | 'tick'
}
export type IssueText = string | ((field: FieldName) => string)

const fill = ({ label, choose }: FieldName) =>
  choose === 'tick' ? `请勾选“${label}”` : `请${choose ? '选择' : '填写'}${label}`

const issueTexts: Record<string, IssueText> = {
  REQUIRED: fill,
  TEXT_TOO_SHORT: ({ label }) => `${label}太短，请补充`,
  TEXT_TOO_LONG: ({ label }) => `${label}太长，请缩短`,
  invalid_type: fill,
  invalid_value: (field) => (field.choose ? fill(field) : `${field.label}不正确，请核对`),
  invalid_format: ({ label }) => `${label}格式不正确，请核对`,
  invalid_union: ({ label }) => `${label}不正确，请核对`,
  too_small: (field) => (field.choose ? fill(field) : `${field.label}内容太短或数值太小`),
  too_big: ({ label }) => `${label}内容太长或数值太大`,
  unknown: ({ label }) => `${label}不正确，请核对`,
}

/**
 * Adds a domain's texts for its rule codes; called once by the domain's `text.ts`. A code has one text:
 * with two, which of them a person reads would hang on the pages that were opened before.
 */
export function addIssueTexts(texts: Readonly<Record<string, IssueText>>): void {
  for (const [code, text] of Object.entries(texts)) {
    const former = issueTexts[code]
    if (former !== undefined && String(former) !== String(text))
      throw new Error(`${code} has two texts`)
    issueTexts[code] = text
  }
}

/** What a wrong field says. Server codes such as ACCOUNT_TAKEN may stand at a field too. */
export function issueText(code: string, field: FieldName): string {
  const refusals: Readonly<Record<string, IssueText>> = errorTexts
  const known = issueTexts[code] ?? refusals[code]
  const text = known ?? issueTexts[code.endsWith('_REQUIRED') ? 'REQUIRED' : 'unknown'] ?? ''
  return typeof text === 'string' ? text : text(field)
}

interface Issue {
  readonly code?: string | undefined
  readonly message: string
  readonly input?: unknown
}

/**
 * The code of a zod issue. Our own rules write theirs where zod would write a message; of zod's own
 * kinds, an empty value is told apart, because it asks for something else than a wrong one.
 */
export function issueCode(issue: Issue): string {
  const empty = issue.input === undefined || issue.input === null || issue.input === ''
  if (empty && issue.code !== 'custom') return 'REQUIRED'
  // An hours field holds the fault itself where no amount could be read.
  if (typeof issue.input === 'string' && /^HOURS_[A-Z_]+$/.test(issue.input)) return issue.input
  if (/^[A-Z][A-Z0-9_]+$/.test(issue.message)) return issue.message
  return issue.code ?? 'unknown'
}
