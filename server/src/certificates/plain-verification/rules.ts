import type { Verification } from '@xueshi/contract/certificates'
import { verdicts } from '@xueshi/contract/certificates/verdicts'
import { formatHours } from '@xueshi/contract/hours'
import { todayIn } from '@xueshi/contract/year'

type Certificate = NonNullable<Verification['certificate']>

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
/** Text as it may stand in HTML, in an element or an attribute between quotes. */
export const escapeHtml = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? '')

const paragraph = (text: string) => `<p>${escapeHtml(text)}</p>`
const fact = ([term, value]: readonly [string, string]) =>
  `<div class="fact"><dt>${escapeHtml(term)}</dt><dd>${escapeHtml(value)}</dd></div>`

const others =
  '<noscript><p>验证其他证书、登录等，需要先在浏览器设置中启用 JavaScript。</p></noscript>'

/** The id by which `early.js` keeps this where it tells a browser that it is too old. */
const framed = (title: string, inner: string) =>
  `<main id="plain-page" class="old-browser page"><h1>证书验证</h1><div class="card"><h2>${escapeHtml(title)}</h2>${inner}</div>${others}</main>`

function endingOf({ endedAt, endReason, replacedBy }: Certificate, result: Verification['result']) {
  if (!endedAt) return ''
  const verb = result === 'replaced' ? '替换' : '撤销'
  const why = endReason ? `，原因：${endReason}` : ''
  const ended = paragraph(`${verb}日期：${todayIn(new Date(endedAt))}${why}`)
  return replacedBy ? ended + paragraph(`新的证书号：${replacedBy}`) : ended
}

const factsOf = (certificate: Certificate): (readonly [string, string])[] => [
  ['继续教育证书号', certificate.number],
  ['姓名', certificate.nameMasked],
  ['证件号码', certificate.documentNumberMasked],
  ['培训年度', String(certificate.year)],
  ...certificate.categories.map(
    ({ name, count, hoursTenths }) =>
      [name, `${count} 门，${formatHours(hoursTenths)} 学时`] as const,
  ),
  ['总学时', `${formatHours(certificate.totalTenths)} 学时`],
  ['专业系列', certificate.seriesName],
  ['工作单位', certificate.unitName],
  ['发证机关', certificate.issuer],
  ['发证日期', certificate.issuedOn],
  ...(certificate.edition > 1 ? [['版次', `第 ${certificate.edition} 版`] as const] : []),
]

/** Asia/Shanghai, to the minute. */
const minuteOf = (at: Date) =>
  at.toLocaleString('sv-SE', { timeZone: 'Asia/Shanghai' }).slice(0, 16)

/** What was found, as HTML for a browser that runs no script: what the page says, and no more. */
export function verdictPage(
  { result, certificate }: Verification,
  { at, address }: { at: Date; address: string },
): { title: string; content: string } {
  const { title, meaning, advice } = verdicts[result]
  const inner = [
    paragraph(meaning),
    certificate?.demo ? paragraph('这份证书由演示系统签发，不具法律效力。') : '',
    certificate ? endingOf(certificate, result) : '',
    paragraph(advice),
    certificate ? `<dl class="facts">${factsOf(certificate).map(fact).join('')}</dl>` : '',
    paragraph(`验证时间 ${minuteOf(at)}，验证网址 ${address}`),
  ]
  return { title: `${title} - 证书验证`, content: framed(title, inner.join('')) }
}

/** Nothing can be said just now. */
export const silentPage = (title: string, advice: string): { title: string; content: string } => ({
  title: `${title} - 证书验证`,
  content: framed(title, paragraph(advice)),
})
