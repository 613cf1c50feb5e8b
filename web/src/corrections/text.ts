import type {
  Correction,
  CorrectionAct,
  CorrectionKind,
  CorrectionObstacle,
  CorrectionState,
} from '@xueshi/contract/corrections'
import { documentTypeLabel } from '@xueshi/contract/document-number'
import '../accounts/text.ts'
import { addIssueTexts } from '../ui/errors.ts'
import type { Tone } from '../ui/status.tsx'

export const kindText: Record<CorrectionKind, string> = {
  name: '姓名更正',
  document: '证件更正',
  merge: '账号合并',
}
/** Who asks for which. */
export const kindHint: Record<CorrectionKind, string> = {
  name: '注册的姓名有误，或本人已依法改名',
  document: '注册的证件类型或证件号码有误，或已换用新证件',
  merge: '本人有两个账号，要把另一个并入现在登录的账号',
}
/** What to bring as evidence. */
export const evidenceHint: Record<CorrectionKind, string> = {
  name: '请上传身份证件的照片；改过名的，还要上传户口簿变更页或公安机关的证明。',
  document: '请上传新旧证件的照片；证件号码变更的，还要上传公安机关的证明。',
  merge: '请上传身份证件的照片；两个账号登记的证件不同的，两种证件都要上传。',
}

export const stateText: Record<CorrectionState, string> = {
  draft: '未提交',
  submitted: '待审核',
  returned: '已退回',
  approved: '已更正',
  rejected: '不予更正',
  withdrawn: '已撤回',
}
export const stateTone: Record<CorrectionState, Tone> = {
  draft: 'neutral',
  submitted: 'waiting',
  returned: 'attention',
  approved: 'ok',
  rejected: 'bad',
  withdrawn: 'past',
}

/** What the office agrees to, in a word. */
export const askedText: Record<CorrectionKind, string> = {
  name: '更正',
  document: '更正',
  merge: '合并',
}

const acts: Record<CorrectionAct, string> = {
  create: '填写申请',
  submit: '提交申请',
  withdraw: '撤回申请',
  return: '退回补充',
  approve: '同意',
  reject: '不同意',
}
/** What was done, and for a decision, about what. */
export const actText = (act: CorrectionAct, kind: CorrectionKind): string =>
  act === 'approve' || act === 'reject' ? acts[act] + askedText[kind] : acts[act]

/** What holds for the person once the office has agreed. */
export const approvedText: Record<CorrectionKind, string> = {
  name: '已签发的证书仍保留签发时的姓名。',
  document: '已签发的证书仍保留签发时的证件号码。今后登录请使用更正后的证件号码。',
  merge: '另一个账号的记录和学时已转入本账号，那个账号不能再登录。',
}
export const actTone: Record<CorrectionAct, Tone> = {
  create: 'neutral',
  submit: 'waiting',
  withdraw: 'past',
  return: 'attention',
  approve: 'ok',
  reject: 'bad',
}

export const obstacleText: Record<CorrectionObstacle, string> = {
  documentTaken: '这个证件号码已属于另一个账号。确属同一人的，请退回，让本人改为申请“账号合并”。',
  otherNotFound: '没有找到申请人填写的账号，请退回，让本人核对后重新填写。',
  otherHasSeats: '要并入的账号还是单位的员工账号，请让本人先由单位停用后再办理。',
  otherHasCases: '要并入的账号有失信事项正在处理或在生效期内，处理结束前不能合并。',
  sharesClasses:
    '两个账号在同一个培训班或同一门课程里都有记录，请让本人先取消其中一个报名，或由施教机构更正后再办理。',
  otherClosed: '要并入的账号已停用或已并入其他账号，不能合并。',
}

addIssueTexts({
  SAME_AS_NOW: ({ label }) => `${label}与现在登记的相同，无需更正`,
})

/** 居民身份证(户口簿) 440***********1234. */
export const documentText = ({
  documentType,
  documentNumberMasked,
}: Pick<Correction['before'], 'documentType' | 'documentNumberMasked'>) =>
  `${documentTypeLabel(documentType)} ${documentNumberMasked}`
