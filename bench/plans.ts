import type { Kind } from './requests.ts'

export type Plan = {
  title: string
  recorded: number
  warm: number
  measured: number
  barMilliseconds: number
}

/** Bars in milliseconds of processor time a request; a login's comes on top of the password's hash. */
export const plans: Record<Kind, Plan> = {
  list: {
    title: 'record list of 20',
    recorded: 200,
    warm: 1500,
    measured: 2000,
    barMilliseconds: 1,
  },
  submit: { title: 'submit', recorded: 200, warm: 500, measured: 1000, barMilliseconds: 2 },
  recognise: { title: 'recognise', recorded: 200, warm: 500, measured: 1000, barMilliseconds: 3 },
  certificate: {
    title: 'first certificate',
    recorded: 140,
    warm: 200,
    measured: 300,
    barMilliseconds: 20,
  },
  login: { title: 'login', recorded: 140, warm: 300, measured: 300, barMilliseconds: 2 },
}
export const kinds = Object.keys(plans) as Kind[] // the object's own keys
export const requestsAtOnce = 4
