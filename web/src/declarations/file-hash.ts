/**
 * SHA-256 of a file in lower-case hex, by which a broken-off upload is known again; null where the
 * browser cannot tell: outside https, or when the file can no longer be read.
 */
export async function hashOf(file: Blob): Promise<string | null> {
  // Absent, whatever its type says, on a page that did not come by https.
  const subtle = Reflect.get(crypto, 'subtle') as SubtleCrypto | undefined
  if (!subtle) return null
  try {
    const digest = new Uint8Array(await subtle.digest('SHA-256', await file.arrayBuffer()))
    return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
  } catch {
    return null
  }
}
