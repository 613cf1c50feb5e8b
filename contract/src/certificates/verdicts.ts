import type { Verification } from '../certificates.ts'

/** What each result of a verification means, in the words of every page that tells it. */
export const verdicts: Record<
  Verification['result'],
  {
    title: string
    /** To whoever holds the certificate in hand. */
    meaning: string
    /** What to do now. */
    advice: string
  }
> = {
  valid: {
    title: '证书有效',
    meaning: '系统中有这份证书，并且现在有效。',
    advice: '请把下面的内容与手中的证书逐项核对，有一项不一致，就不是同一份证书。',
  },
  withdrawn: {
    title: '证书已撤销',
    meaning: '这份证书曾由系统签发，后来被撤销，不能再作为完成继续教育的证明。',
    advice: '请以撤销后的结果为准，向持证人了解情况；对撤销有疑问的，请联系发证机关。',
  },
  replaced: {
    title: '证书已被替换',
    meaning: '同一年度已签发新的证书，这一份不再使用。',
    advice: '请持证人登录本系统，打印新的证书后重新提供。',
  },
  unknown: {
    title: '没有查到这份证书',
    meaning: '系统中没有与所查内容完全一致的证书。',
    advice:
      '请重新扫码，或者对照证书核对证书号和姓名，姓名要与证书上完全一致。仍然查不到的不要采信，请向持证人索要原件，或致电 12333。',
  },
}
