import { createHash, createHmac, randomUUID } from 'node:crypto'

/** One short message by a template that the carrier has approved; sent or thrown. */
export type Texter = (sms: {
  phone: string
  template: string
  facts: Readonly<Record<string, string>>
}) => Promise<void>

export type SmsAccount = { url: string; keyId: string; secret: string; signName: string }

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const timeoutMilliseconds = 10_000

/**
 * Sends over HTTP in the way of Alibaba Cloud's SendSms (API version 2017-05-25), signed by its third
 * scheme: HMAC-SHA-256 over method, path, query, the x-acs headers and the body's hash.
 */
export function createTexter({ url, keyId, secret, signName }: SmsAccount): Texter {
  return async ({ phone, template, facts }) => {
    const target = new URL(url)
    const query = canonical({
      PhoneNumbers: phone,
      SignName: signName,
      TemplateCode: template,
      TemplateParam: JSON.stringify(facts),
    })
    const signed: Record<string, string> = {
      host: target.host,
      'x-acs-action': 'SendSms',
      'x-acs-content-sha256': sha256(''),
      'x-acs-date': new Date().toISOString().replace(/\.\d{3}Z$/, 'Z'),
      'x-acs-signature-nonce': randomUUID(),
      'x-acs-version': '2017-05-25',
    }
    const names = Object.keys(signed).toSorted()
    const lines = names.map((name) => `${name}:${signed[name] ?? ''}\n`).join('')
    const request = ['POST', '/', query, lines, names.join(';'), sha256('')].join('\n')
    const scheme = 'ACS3-HMAC-SHA256'
    const signature = createHmac('sha256', secret)
      .update(`${scheme}\n${sha256(request)}`)
      .digest('hex')
    const { host: _, ...headers } = signed
    const authorization = `${scheme} Credential=${keyId},SignedHeaders=${names.join(';')},Signature=${signature}`
    const answer = await fetch(`${target.origin}/?${query}`, {
      method: 'POST',
      headers: { ...headers, authorization },
      signal: AbortSignal.timeout(timeoutMilliseconds),
    })
    const told: unknown = await answer.json().catch(() => null)
    const code: unknown = Reflect.get(Object(told), 'Code')
    // The phone number stands in the carrier's own words, so only its code is kept.
    if (!answer.ok || code !== 'OK')
      throw new Error(`the carrier answered ${answer.status} ${String(code)}`)
  }
}

/** RFC 3986 encoding of sorted parameters, as the scheme wants it. */
function canonical(parameters: Readonly<Record<string, string>>): string {
  const encode = (text: string) =>
    encodeURIComponent(text).replace(
      /[!'()*]/g,
      (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
    )
  return Object.keys(parameters)
    .toSorted()
    .map((name) => `${encode(name)}=${encode(parameters[name] ?? '')}`)
    .join('&')
}
