import type {
  CertificateState,
  FileVerification,
  Verification,
} from '@xueshi/contract/certificates'
import { verdicts } from '@xueshi/contract/certificates/verdicts'
import type { IconName } from '../ui/icon.tsx'
import type { Tone } from '../ui/status.tsx'

export interface Finding {
  title: string
  tone: 'ok' | 'bad' | 'attention' | 'neutral'
  icon: IconName
  /** What the result means to whoever holds the certificate in hand. */
  meaning: string
  /** What to do now. */
  advice: string
}

export const verdictText: Record<Verification['result'], Finding> = {
  valid: { ...verdicts.valid, tone: 'ok', icon: 'checkCircle' },
  withdrawn: { ...verdicts.withdrawn, tone: 'bad', icon: 'ban' },
  replaced: { ...verdicts.replaced, tone: 'attention', icon: 'refresh' },
  unknown: { ...verdicts.unknown, tone: 'neutral', icon: 'search' },
}

/** Files that are not as they left the house. */
export const fileText: Record<Exclude<FileVerification['file'], 'genuine'>, Finding> = {
  altered: {
    title: '文件被改动过',
    tone: 'bad',
    icon: 'ban',
    meaning: '文件的内容与电子签名对不上，不是系统签发时的样子。',
    advice: '请不要采信这个文件，向持证人索要从本系统下载的原文件，或者扫证书上的二维码验证。',
  },
  foreign: {
    title: '不是本系统签发的文件',
    tone: 'bad',
    icon: 'ban',
    meaning: '文件有电子签名，但签名的不是本系统。',
    advice: '请不要采信这个文件，向持证人索要从本系统下载的原文件，或者扫证书上的二维码验证。',
  },
  unsigned: {
    title: '文件没有电子签名',
    tone: 'attention',
    icon: 'alert',
    meaning: '这不是系统签发的证书原文件，可能是扫描件、截图或者另存的副本。',
    advice: '请扫证书上的二维码，或者用证书号和姓名验证。',
  },
}

/** A file of ours that is no certificate. */
export const packText: Finding = {
  title: '职称评审学时材料，未被改动',
  tone: 'ok',
  icon: 'checkCircle',
  meaning: '这是本系统出具的近五年学时材料，与出具时完全一致。',
  advice: '材料只说明出具当天的学时。各年度证书现在是否有效，请扫材料中的二维码逐一验证。',
}

export const demoText = '由演示系统的密钥签名，不具法律效力。'

/** What a browser finds out by itself where there is no network. */
export const offlineText = {
  right: {
    title: '签名正确，现时效力未查询',
    tone: 'attention',
    icon: 'offline',
    meaning: '现在没有网络。下面的内容由发证机关签名，没有被改动。',
    advice: '证书签发之后是否被撤销或者替换，需要连上网络再验证一次。',
  },
  demo: {
    title: '签名正确，现时效力未查询',
    tone: 'attention',
    icon: 'offline',
    meaning: '现在没有网络。下面的内容由演示系统签名，没有被改动。',
    advice: '演示系统签发的内容不能作为完成继续教育的证明。',
  },
  wrong: {
    title: '签名不正确',
    tone: 'bad',
    icon: 'ban',
    meaning: '现在没有网络。二维码中的内容不是发证机关签名的，或者被改动过。',
    advice: '请不要采信这份证书；连上网络后，可以再用证书号和姓名验证。',
  },
} as const satisfies Record<string, Finding>

export const certificateStateText: Record<CertificateState, string> = {
  valid: '有效',
  withdrawn: '已撤销',
  replaced: '已替换',
}

export const certificateStateTone: Record<CertificateState, Tone> = {
  valid: 'ok',
  withdrawn: 'bad',
  replaced: 'past',
}
