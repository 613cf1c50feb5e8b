/**
 * What Chrome 87, Safari 14 and Firefox 91 lack of the methods that our code and its libraries call.
 * Each is written for the cases that occur, and only where it is absent.
 */
function add(target: object, name: string, value: (...given: never[]) => unknown): void {
  if (!(name in target))
    Object.defineProperty(target, name, { value, writable: true, configurable: true })
}

function at(this: ArrayLike<unknown>, index: number): unknown {
  return this[index < 0 ? this.length + index : index]
}

function findLastIndex(this: ArrayLike<unknown>, test: (item: unknown, at: number) => boolean) {
  for (let index = this.length - 1; index >= 0; index -= 1)
    if (test(this[index], index)) return index
  return -1
}

add(Array.prototype, 'at', at)
add(String.prototype, 'at', at)
add(Object, 'hasOwn', (target: object, key: PropertyKey) =>
  Object.prototype.hasOwnProperty.call(target, key),
)
add(Array.prototype, 'findLastIndex', findLastIndex)
add(Array.prototype, 'findLast', function (this: unknown[], test: () => boolean) {
  return this[findLastIndex.call(this, test)]
})
add(Array.prototype, 'toSorted', function (this: unknown[], order?: () => number) {
  return [...this].sort(order)
})
add(Array.prototype, 'toReversed', function (this: unknown[]) {
  return [...this].reverse()
})

// React Aria waits with it for the keyboard of a touch screen.
add(AbortSignal, 'timeout', (milliseconds: number) => {
  const abort = new AbortController()
  setTimeout(() => abort.abort(), milliseconds)
  return abort.signal
})

if (typeof window.structuredClone !== 'function')
  // Plain data only; our own code and its libraries clone nothing else.
  Object.assign(window, {
    structuredClone: (value: unknown): unknown => JSON.parse(JSON.stringify(value)),
  })

export {}
