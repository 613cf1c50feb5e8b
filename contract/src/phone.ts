import { checkedText, faultOf } from './text.ts'

/** Why a mobile number is refused. */
export type PhoneFault = 'PHONE_REQUIRED' | 'PHONE_FORMAT'

// Numbering of the mainland (MIIT), Hong Kong and Macao mobile networks, where our messages can go.
const shapes = [/^1[3-9]\d{9}$/, /^\+852[4-9]\d{7}$/, /^\+8536\d{7}$/]

/** The number as it is stored and compared: `13812345678` on the mainland, `+852…` and `+853…` elsewhere. */
export function normalisePhone(raw: string): string {
  return raw
    .normalize('NFKC')
    .replace(/[\s()\u200B-\u200F\u202A-\u202E\u2066-\u2069\uFEFF\u2010-\u2015-]/g, '')
    .replace(/^00/, '+')
    .replace(/^\+?86(?=1\d{10}$)/, '')
}

/** Checks a mobile number of the mainland, Hong Kong (+852) or Macao (+853). */
export function checkPhone(raw: string): 'ok' | PhoneFault {
  const phone = normalisePhone(raw)
  if (phone === '') return 'PHONE_REQUIRED'
  return shapes.some((shape) => shape.test(phone)) ? 'ok' : 'PHONE_FORMAT'
}

/** Shape of a mobile number: normalised, then checked; its messages are `PhoneFault`s. */
export const phoneNumber = /* @__PURE__ */ checkedText({
  required: 'PHONE_REQUIRED',
  normalise: normalisePhone,
  fault: (normal) => faultOf(checkPhone(normal)),
})

/** The number for screens: `138****5678`, `+8529****567`; anything not a mobile number is stars. */
export function maskPhone(raw: string): string {
  const phone = normalisePhone(raw)
  if (checkPhone(phone) !== 'ok') return '*'.repeat(phone.length)
  const shown = phone.startsWith('+') ? 5 : 3
  return `${phone.slice(0, shown)}****${phone.slice(shown + 4)}`
}
