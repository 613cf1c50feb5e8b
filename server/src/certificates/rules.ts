import { randomBytes } from 'node:crypto'
import { shippedIssuer, shippedWording } from '@xueshi/contract/certificates/templates'
import { sexLabel } from '@xueshi/contract/dictionaries/sexes'
import { titleLevelLabel } from '@xueshi/contract/dictionaries/title-series'
import {
  type DocumentType,
  documentTypeLabel,
  maskDocumentNumber,
} from '@xueshi/contract/document-number'
import { cleanText } from '@xueshi/contract/text'
import type { Print } from '../platform/printing.ts'

/** One of the three kinds of course in the year's table. */
export type CertificateCategory = {
  /** As printed: 公需课目, 专业课目 or 个人选修课目. */
  name: string
  /** 门数: credits that are not reversed. */
  count: number
  hoursTenths: number
  requiredTenths: number
}

/** One credit on the page of items. Dates are `yyyy-mm-dd` in Asia/Shanghai. */
export type CertificateItem = {
  category: string
  course: string
  form: string
  institution: string
  from: string
  to: string
  hoursTenths: number
  recognisedBy: string
}

/** What the year came to, as the ledger says. */
export type YearFacts = {
  year: number
  /** 专业系列, in words. */
  series: string
  categories: CertificateCategory[]
  totalHoursTenths: number
  totalRequiredTenths: number
  /** 年度认证情况 in words. */
  conclusion: string
  /** The rule set that the year was computed by, in words. */
  ruleSet: string
  items: CertificateItem[]
}

/** Whose year it is, as the record of the person stands on the day of issue. */
export type HolderFacts = {
  name: string
  sex: string
  documentType: string
  /** Already masked: the full number never reaches a certificate. */
  maskedNumber: string
  unit: string
  /** 职称, empty when the person has none; likewise the level. */
  title: string
  level: string
}

/**
 * Everything that a certificate says, frozen as JSON on the day of issue and printed from nothing
 * else, so that a later change of name, unit or rules leaves it as it was.
 */
export type CertificateFacts = YearFacts &
  HolderFacts & {
    number: string
    /** Printed in the QR code and beside it: where anyone verifies the certificate. */
    verifyUrl: string
    issuer: string
    /** Those from before there were templates have the house's own words, and no seal. */
    wording?: Wording
    /** SHA-256 in hex of the seal. */
    seal?: string | null
    /** `yyyy-mm-dd` in Asia/Shanghai. */
    issuedOn: string
    /** Marks the seal, both pages and the document's title as a demonstration without effect. */
    demo: boolean
    /** SHA-256 in hex of the photo that the record of the person had on that day; those from before photos say nothing. */
    photo?: string | null
    /** The number of the certificate in whose place this one stands, and how many there were before. */
    replaces?: { number: string; edition: number }
  }

/** The words around the facts, as the template of the day had them. */
export type Wording = { title: string; subtitle: string; statement: string; remark: string }

/** The words and the seal that a template gives a certificate; the house's own where there is none. */
export function wordedBy(
  template: (Wording & { issuer: string; sealSha256: Buffer | null }) | undefined,
): Pick<CertificateFacts, 'issuer' | 'wording' | 'seal'> {
  if (!template) return { issuer: shippedIssuer, wording: shippedWording, seal: null }
  const { title, subtitle, statement, remark, issuer, sealSha256 } = template
  const wording = { title, subtitle, statement, remark }
  return { issuer, wording, seal: sealSha256?.toString('hex') ?? null }
}

/** What the records of a person say that a certificate repeats. */
export type Holder = {
  name: string
  sex: string | null
  documentType: DocumentType
  documentNumber: string
  title: string | null
  titleLevel: string | null
  unitName: string | null
}

/** The holder in the words of the certificate. */
export const holderFacts = (holder: Holder): HolderFacts => ({
  name: holder.name,
  sex: sexLabel(holder.sex ?? '') ?? '',
  documentType: documentTypeLabel(holder.documentType),
  maskedNumber: maskDocumentNumber(holder.documentNumber),
  unit: holder.unitName ?? '',
  title: holder.title ?? '',
  level: titleLevelLabel(holder.titleLevel ?? '') ?? '',
})

const template = new URL('./certificate.typ', import.meta.url)

/** What belongs to the document alone: it is not frozen, for the same certificate may be printed again. */
export type DocumentParts = {
  /** What the QR code says: the address, and the proof behind it. */
  proved: string
  /** Who will sign it; null: nobody. */
  signer: { subject: string; demo: boolean } | null
  /** A JPEG or PNG; without one its frame stays empty. */
  photo: Uint8Array | null
  /** A PNG whose ground is transparent. */
  seal: Uint8Array | null
  /** Of nobody: both pages say so, and nothing else may be taken for it. */
  sample?: boolean
}

/** The certificate, then its items, A4 landscape. */
export const printOf = (
  facts: CertificateFacts,
  { proved, signer, photo, seal, sample = false }: DocumentParts,
): Print => ({
  template,
  facts: {
    wording: shippedWording,
    ...facts,
    proved,
    signer: signer?.subject ?? null,
    photo: photo !== null,
    seal: seal !== null,
    sample,
  },
  qrCodes: [proved],
  files: { ...(photo && { photo }), ...(seal && { seal }) },
})

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const numberShape = /^GDJX-\d{4}-\d{4}-\d{8}-[0-9A-Z]$/

/**
 * The number of the `sequence`-th certificate of a city and year, as `GDJX-2026-4401-00012345-K`.
 * The last character checks all others (ISO 7064 MOD 37,36, hyphens left out). Throws plainly when
 * a part does not fit its digits.
 */
export function certificateNumber(year: number, cityCode: string, sequence: number): string {
  const digits = String(sequence).padStart(8, '0')
  const body = `GDJX-${year}-${cityCode}-${digits}`
  if (!Number.isSafeInteger(sequence) || sequence < 1 || !numberShape.test(`${body}-0`)) {
    throw new Error('a part of the certificate number is out of range')
  }
  return `${body}-${checkCharacter(body.replaceAll('-', ''))}`
}

/** What was typed as a number: ours are capital letters and digits, those of before this system are kept to the letter. */
export function typedNumber(typed: string): string {
  const ours = typed.normalize('NFKC').toUpperCase().trim()
  return checkCertificateNumber(ours) ? ours : cleanText(typed)
}

/** Whether the text is a certificate number whose check character is right. */
export function checkCertificateNumber(text: string): boolean {
  if (!numberShape.test(text)) return false
  const characters = text.replaceAll('-', '')
  return checkCharacter(characters.slice(0, -1)) === characters.slice(-1)
}

/**
 * The check character of digits and capital letters by ISO 7064 MOD 37,36, which finds every single
 * wrong character and every swap of neighbours but one pair.
 */
export function checkCharacter(text: string): string {
  let product = 36
  for (const character of text) {
    const sum = (product + alphabet.indexOf(character)) % 36 || 36
    product = (sum * 2) % 37
  }
  return alphabet.charAt((37 - product) % 36)
}

/** A code that opens one certificate's public page: 132 random bits, 22 URL-safe characters. */
export function makeVerificationCode(): string {
  return randomBytes(17).toString('base64url').slice(0, 22)
}
