import type { FileHandle } from 'node:fs/promises'

/** Random access to content: bytes from `offset`, fewer than `length` only at the end. */
export type Content = {
  sizeBytes: number
  bytes(offset: number, length: number): Promise<Buffer>
}

/** Content of an open file; the caller closes it. */
export async function contentOfFile(handle: FileHandle): Promise<Content> {
  const { size } = await handle.stat()
  return {
    sizeBytes: size,
    async bytes(offset, length) {
      const wanted = Math.max(0, Math.min(length, size - offset))
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(wanted), 0, wanted, offset)
      return buffer.subarray(0, bytesRead)
    },
  }
}

/** Content that is in memory. */
export function contentOfBytes(whole: Buffer): Content {
  return {
    sizeBytes: whole.length,
    bytes: (offset, length) => Promise.resolve(whole.subarray(offset, offset + length)),
  }
}
