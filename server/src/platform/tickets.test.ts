import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { issueTicket, readTicket } from './tickets.ts'

const key = randomBytes(32)
const now = new Date('2026-03-04T00:00:00Z')
const ticket = {
  kind: 'evidence-upload',
  id: '01990000-0000-7000-8000-000000000001',
  account: '01990000-0000-7000-8000-000000000002',
  expires: new Date('2026-03-04T00:05:00Z'),
}
const text = issueTicket(key, ticket)

describe('tickets', () => {
  it('are read back until they expire, and pass through a URL unchanged', () => {
    expect(readTicket(key, text, 'evidence-upload', now)).toEqual(ticket)
    expect(encodeURIComponent(text)).toBe(text)
    expect(readTicket(key, text, 'evidence-upload', new Date('2026-03-04T00:04:59.999Z'))).toEqual(
      ticket,
    )
    expect(readTicket(key, text, 'evidence-upload', ticket.expires)).toBeNull()
  })

  it('are worth nothing for another kind, under another key or changed anywhere', () => {
    expect(readTicket(key, text, 'evidence-download', now)).toBeNull()
    expect(readTicket(randomBytes(32), text, 'evidence-upload', now)).toBeNull()
    for (let at = 0; at < text.length; at += 1) {
      const letter = text[at] === 'A' ? 'B' : 'A'
      const changed = text.slice(0, at) + letter + text.slice(at + 1)
      expect(readTicket(key, changed, 'evidence-upload', now), changed).toBeNull()
    }
    for (const junk of ['', '~', '~~~~', 'x', text.slice(1), `${text}x`]) {
      expect(readTicket(key, junk, 'evidence-upload', now)).toBeNull()
    }
  })

  it('refuse fields that could be read two ways', () => {
    expect(() => issueTicket(key, { ...ticket, id: 'a~b' })).toThrow()
    expect(() => issueTicket(key, { ...ticket, account: '' })).toThrow()
  })
})
