import type { Kind } from './requests.ts'

export type Plan = {
  title: string
  recorded: number
  /** Asked before it is measured: until then the engine still compiles, at the request's cost. */
  warm: number
  measured: number
  barMilliseconds: number
  /** One after the other instead of several at once: what is asked is how long one takes. */
  alone?: true
  /** The bar comes on top of the password's hash. */
  hashes?: true
  /** So many a second, of what the same statements alone come to, as a share. */
  ofRaw?: number
}

/** Bars in milliseconds of processor time a request. */
export const plans: Record<Kind, Plan> = {
  list: {
    title: 'record list of 20',
    recorded: 600,
    warm: 1500,
    measured: 2000,
    barMilliseconds: 1,
  },
  queue: { title: "a unit's queue", recorded: 600, warm: 1500, measured: 2000, barMilliseconds: 1 },
  year: { title: 'yearly view', recorded: 600, warm: 1500, measured: 2000, barMilliseconds: 1 },
  submit: { title: 'submit', recorded: 600, warm: 2000, measured: 1000, barMilliseconds: 2 },
  recognise: {
    title: 'recognise',
    recorded: 600,
    warm: 2000,
    measured: 1000,
    barMilliseconds: 2.5,
  },
  certificate: {
    // The act of certification and the document: 20 unsigned, 30 with the signature that it always has here.
    title: 'first certificate, signed',
    recorded: 200,
    warm: 200,
    measured: 300,
    barMilliseconds: 30,
  },
  classList: {
    title: 'class list of 20',
    recorded: 600,
    warm: 1500,
    measured: 2000,
    barMilliseconds: 1,
  },
  apply: {
    title: 'apply',
    recorded: 600,
    warm: 2000,
    measured: 1000,
    barMilliseconds: 2,
    ofRaw: 0.4,
  },
  applyHot: {
    title: 'apply, one hot class',
    recorded: 600,
    warm: 2000,
    measured: 1000,
    barMilliseconds: 2,
    ofRaw: 0.4,
  },
  confirm: { title: 'confirm', recorded: 400, warm: 500, measured: 1000, barMilliseconds: 2.5 },
  finish: {
    title: 'finish a class of 2,000',
    recorded: 2,
    warm: 1,
    measured: 3,
    barMilliseconds: 1000,
    alone: true,
  },
  login: {
    title: 'login',
    recorded: 200,
    warm: 300,
    measured: 300,
    barMilliseconds: 2,
    hashes: true,
  },
  loginRest: {
    title: 'login but its hash',
    recorded: 200,
    warm: 600,
    measured: 1000,
    barMilliseconds: 2,
  },
  register: {
    title: 'registration',
    recorded: 200,
    warm: 300,
    measured: 300,
    barMilliseconds: 2,
    hashes: true,
  },
  check: {
    title: 'login check, HTTP included',
    recorded: 600,
    warm: 2000,
    measured: 3000,
    barMilliseconds: 0.4,
  },
}
export const kinds = Object.keys(plans) as Kind[] // the object's own keys
export const requestsAtOnce = 4
