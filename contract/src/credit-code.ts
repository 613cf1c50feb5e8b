import { checkedText, faultOf } from './text.ts'

/** Why a unified social credit code (统一社会信用代码) is refused. */
export type CreditCodeFault =
  | 'CREDIT_CODE_REQUIRED'
  | 'CREDIT_CODE_FORMAT'
  | 'CREDIT_CODE_CHECK_DIGIT'

// GB 32100-2015 leaves out I, O, S, V and Z, so a letter's value is its place here, not its ASCII distance.
const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]
const shape = /^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/
const organisationWeights = [3, 7, 9, 10, 5, 8, 4, 2]

/** The code as it is stored and compared: half width, upper case, no spaces or hyphens. */
export function normaliseCreditCode(raw: string): string {
  return raw
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\u200B-\u200F\uFEFF-]/g, '')
}

/**
 * Checks a unified social credit code by GB 32100-2015: 18 characters of its alphabet, six digits of
 * region, check character (31 − Σ value × 3^i mod 31) mod 31. The outer mod makes a sum of 0 give `0`.
 */
export function checkCreditCode(raw: string): 'ok' | CreditCodeFault {
  const code = normaliseCreditCode(raw)
  if (code === '') return 'CREDIT_CODE_REQUIRED'
  if (!shape.test(code)) return 'CREDIT_CODE_FORMAT'
  const sum = weights.reduce(
    (total, weight, at) => total + weight * alphabet.indexOf(code.charAt(at)),
    0,
  )
  return alphabet.charAt((31 - (sum % 31)) % 31) === code.charAt(17)
    ? 'ok'
    : 'CREDIT_CODE_CHECK_DIGIT'
}

/**
 * Looks at characters 9-17, the former organisation code with its own check character (GB 11714:
 * weights 3 7 9 10 5 8 4 2, 11 − sum mod 11, 10 → X, 11 → 0). Only a warning: some codes in use were
 * given out without it. Null when it agrees, or when the code is not well formed in the first place.
 */
export function creditCodeWarning(raw: string): 'CREDIT_CODE_INNER_CHECK' | null {
  const code = normaliseCreditCode(raw)
  if (!shape.test(code)) return null
  const organisation = code.slice(8, 17)
  // GB 11714 counts letters by their distance from A (A = 10), gaps included: base 36 reads just that.
  const sum = organisationWeights.reduce(
    (total, weight, at) => total + weight * Number.parseInt(organisation.charAt(at), 36),
    0,
  )
  const expected = '0123456789X0'.charAt(11 - (sum % 11))
  return expected === organisation.charAt(8) ? null : 'CREDIT_CODE_INNER_CHECK'
}

/** Shape of a credit code on the wire: normalised, then checked; its messages are `CreditCodeFault`s. */
export const creditCode = /* @__PURE__ */ checkedText({
  required: 'CREDIT_CODE_REQUIRED',
  normalise: normaliseCreditCode,
  fault: (normal) => faultOf(checkCreditCode(normal)),
})
