/** As many at once as keep two cores busy without crowding the pool of connections. */
const atOnce = 6

/** Does the same with each, several at once, begun in their order; answers in that order too. */
export async function several<Item, Result>(
  items: readonly Item[],
  act: (item: Item, at: number) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = []
  const waiting = [...items.entries()].toReversed()
  const worker = async () => {
    for (let next = waiting.pop(); next; next = waiting.pop())
      results[next[0]] = await act(next[1], next[0])
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  return results
}
