import type { ErrorCode } from '@xueshi/contract/errors'
import { CallError, type CallCode } from '../call-error.ts'

/** What a refusal means to the person who met it, and what to do. */
const errorTexts: Record<ErrorCode, string> = {
  INVALID: '有内容填写不正确，请按提示修改后再提交。',
  BAD_REQUEST: '请求有误，请刷新页面后重试。',
  NOT_FOUND: '没有找到这项内容，它可能已被删除，或不在您的办理范围内。',
  PAYLOAD_TOO_LARGE: '提交的内容过大，请减少后再试。',
  UNSUPPORTED_MEDIA: '不支持这种内容格式，请刷新页面后重试。',
  CROSS_ORIGIN: '请求来源不正确，请从本系统的页面重新操作。',
  RATE_LIMITED: '操作过于频繁，请稍等几分钟再试。',
  BUSY: '当前使用人数较多，请稍等片刻再试，已填写的内容不会丢失。',
  UNAVAILABLE: '系统暂时无法提供服务，请稍后再试。',
  INTERNAL: '系统出现故障，请稍后再试；如仍不行，请致电 12333 并提供下方编号。',
  SIGNED_OUT: '登录已失效，请重新登录。',
  LOGIN_FAILED: '用户名或密码不正确，或该账号暂时不能登录。请核对后再试，也可稍后再试。',
  PASSWORD_CHANGE_REQUIRED: '请先修改密码，再使用其他功能。',
  SECOND_FACTOR_REQUIRED: '您的岗位须启用两步验证，请先完成设置。',
  FORBIDDEN: '您没有办理这项业务的权限。如需办理，请切换身份或联系本单位管理员。',
  CAPTCHA_WRONG: '验证码不正确或已过期，请按新的验证码重新输入。',
  KEY_REQUIRED: '请求不完整，请刷新页面后重试。',
  KEY_REUSED: '内容在提交过程中发生了变化，请刷新页面核对后再提交。',
  IN_PROGRESS: '上一次提交正在处理，请稍等片刻，不要重复提交。',
  STALE: '这项内容刚刚被修改过，请查看最新内容后再操作。',
  WRONG_STATE: '当前状态已不能进行这项操作，请查看最新状态。',
  ACCOUNT_TAKEN: '该登录账号已注册，请换一个账号，或直接登录。',
  DOCUMENT_TAKEN: '该证件号码已注册，请直接登录；忘记账号的，请找回用户名。',
  PASSWORD_WRONG: '原密码不正确，请重新输入。',
  PASSWORD_SAME: '新密码不能与原密码相同，请换一个。',
  PHONE_TAKEN: '该手机号码已被另一个账号使用。如果这个号码是您的，请致电 12333。',
  CONTACT_SAME: '这个号码或邮箱已经验证过，无需再次验证。',
  CODE_WRONG: '验证码不正确或已失效，请核对后重新输入，或重新获取。',
  ANSWER_WRONG: '答案不正确，请核对后重新填写。',
  FLOW_OVER: '本次办理已结束或已超时，请重新开始。',
  LOGIN_OVER: '登录等待时间过长或尝试次数过多，请重新登录。',
  CLAIM_REQUIRED: '您的单位或主管部门已为该证件建立了档案，验证身份后即可认领。',
  LAST_MANAGER: '单位至少要有一位管理员，请先把另一位员工设为管理员。',
  PROFILE_NOT_CONFIRMED: '您的基本信息尚未经单位确认，确认后才能办理这项业务。',
  NOT_COMPLETE: '还有内容没有完成，请按提示补充后再提交。',
  OWN_RECORD: '不能审核自己的记录，请由本单位其他人员办理。',
  NOT_YOUR_STEP: '这项内容当前不由您的部门办理。',
  HOURS_ABOVE_CLAIM: '认定学时不能多于拟申报学时，请修改。',
  REASON_REQUIRED: '请填写原因。',
  UNPRINTABLE: '证书中有系统字库暂缺的字符，暂时不能打印。请致电 12333，由管理员补充字库。',
  FILE_TYPE: '不支持这种文件，请上传 PDF、JPG、PNG、HEIC、OFD 或 Word 文件。',
  FILE_EMPTY: '这是一个空文件，请重新选择。',
  FILE_TOO_LARGE: '文件超过 20 MB，请压缩后再上传。',
  FILES_TOO_MANY: '最多上传 10 个附件，请先删除不需要的。',
}

const noAnswer = '没有收到系统的答复，请检查网络后再试。重试不会造成重复提交。'

/** The text for a code of `CallError`. */
export function errorText(code: CallCode): string {
  return code === 'NO_ANSWER' ? noAnswer : errorTexts[code]
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
  TEXT_CONTROL_CHARACTER: ({ label }) => `${label}含有不可见的特殊字符，请重新输入`,
  TEXT_BROKEN_CHARACTER: ({ label }) => `${label}含有无法识别的字符，请重新输入`,
  EMAIL_FORMAT: '邮箱格式不正确，例如 zhangsan@example.cn',
  POSTAL_CODE_FORMAT: '邮政编码为 6 位数字',
  HOURS_NOT_A_NUMBER: ({ label }) => `${label}请填写数字，例如 12 或 12.5`,
  HOURS_TOO_PRECISE: ({ label }) => `${label}最多保留一位小数`,
  HOURS_NOT_POSITIVE: ({ label }) => `${label}须大于 0`,
  HOURS_TOO_MANY: ({ label }) => `${label}数值过大，请核对`,
  DATE_IN_FUTURE: ({ label }) => `${label}不能晚于今天`,
  DATE_TOO_EARLY: ({ label }) => `${label}过早，请核对`,
  invalid_type: fill,
  invalid_value: (field) => (field.choose ? fill(field) : `${field.label}不正确，请核对`),
  invalid_format: ({ label }) => `${label}格式不正确，请核对`,
  invalid_union: ({ label }) => `${label}不正确，请核对`,
  too_small: (field) => (field.choose ? fill(field) : `${field.label}内容太短或数值太小`),
  too_big: ({ label }) => `${label}内容太长或数值太大`,
  unknown: ({ label }) => `${label}不正确，请核对`,
}

/** Adds a domain's texts for its rule codes; called once by the domain's `text.ts`. */
export function addIssueTexts(texts: Readonly<Record<string, IssueText>>): void {
  Object.assign(issueTexts, texts)
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
