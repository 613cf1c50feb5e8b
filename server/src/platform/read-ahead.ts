/**
 * The same items in their order, each fetched while the one before it is worked on: reading a file and
 * writing to the database take turns on one thread otherwise. One item waits at most.
 */
export async function* readAhead<Item>(items: AsyncGenerator<Item>): AsyncGenerator<Item> {
  let next = items.next()
  try {
    for (;;) {
      const item = await next
      if (item.done === true) return
      next = items.next()
      // Where the work stops before this one is asked for, its fault is nobody's.
      next.catch(() => undefined)
      yield item.value
    }
  } finally {
    await items.return(undefined)
  }
}
