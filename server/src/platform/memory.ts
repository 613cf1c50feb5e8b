/**
 * Keeps what is asked for again and again in memory, up to so many bytes in all; what was not asked
 * for longest goes first.
 */
export function createMemory(mostBytes: number) {
  const kept = new Map<string, Buffer>()
  let bytes = 0
  return {
    get(key: string): Buffer | undefined {
      const found = kept.get(key)
      if (!found) return undefined
      // At the end of the map stands what was asked for last.
      kept.delete(key)
      kept.set(key, found)
      return found
    },
    set(key: string, value: Buffer): void {
      if (value.length > mostBytes) return
      bytes += value.length - (kept.get(key)?.length ?? 0)
      kept.delete(key)
      kept.set(key, value)
      for (const [oldest, { length }] of kept) {
        if (bytes <= mostBytes) break
        kept.delete(oldest)
        bytes -= length
      }
    },
  }
}
