import { evidenceLimit, type Evidence } from '@xueshi/contract/declarations'
import { describe, expect, test } from 'vitest'
import { fileFault, interruptedBy } from './file-rules.ts'

describe('fileFault', () => {
  test('takes what the contract names, up to its limits', () => {
    for (const name of ['结业证书.pdf', 'a.JPG', 'a.jpeg', 'b.png', 'c.heic', 'd.ofd', 'e.docx'])
      expect(fileFault({ name, size: evidenceLimit.bytes }, evidenceLimit.files - 1)).toBeNull()
  })
  test('refuses empty, one byte too large, another kind, one file too many', () => {
    expect(fileFault({ name: 'a.pdf', size: 0 }, 0)).toBe('FILE_EMPTY')
    expect(fileFault({ name: 'a.pdf', size: evidenceLimit.bytes + 1 }, 0)).toBe('FILE_TOO_LARGE')
    expect(fileFault({ name: 'a.pdf.exe', size: 1 }, 0)).toBe('FILE_TYPE')
    expect(fileFault({ name: 'pdf', size: 1 }, 0)).toBe('FILE_TYPE')
    expect(fileFault({ name: 'a.pdf', size: 1 }, evidenceLimit.files)).toBe('FILES_TOO_MANY')
  })
})

describe('interruptedBy', () => {
  const held = (state: Evidence['state']): Evidence => ({
    id: '0190a3c0-0000-7000-8000-000000000001',
    name: 'é.pdf',
    state,
    type: null,
    sizeBytes: 9,
    viewUrl: null,
    sha256: null,
  })
  const hash = 'a'.repeat(64)
  test('knows the file again by name, however it is composed, and length', () => {
    const file = { name: 'e\u0301.pdf', size: 9, sha256: hash }
    expect(interruptedBy(file, [held('uploading')])).toBeDefined()
    expect(interruptedBy({ ...file, size: 8 }, [held('uploading')])).toBeUndefined()
  })
  test('knows it by its content where that is known, whatever its name', () => {
    const uploading = { ...held('uploading'), sha256: hash }
    const file = { name: 'b.pdf', size: 9, sha256: hash }
    expect(interruptedBy(file, [uploading])).toBe(uploading)
    const other = { name: 'é.pdf', size: 9, sha256: 'b'.repeat(64) }
    expect(interruptedBy(other, [uploading])).toBeUndefined()
  })
  test('leaves alone what has arrived', () => {
    const file = { name: 'é.pdf', size: 9, sha256: null }
    expect(interruptedBy(file, [held('ready')])).toBeUndefined()
  })
})
