import type { CompiledQuery, RawBuilder } from 'kysely'
import type { Db } from './database.ts'

/** Stands where a value will be. Whoever looks at it, instead of handing it on, is told at once. */
class Place {
  readonly name: string
  constructor(name: string) {
    this.name = name
  }
  toString(): never {
    throw new Error(`${this.name} was looked at while its statement was built`)
  }
  toJSON = this.toString
}

/**
 * A statement that is asked very often, as a function from what it is given to its rows. Its text is built once for
 * those of the values that are there (undefined: not there), since building takes as long as a small query:
 * `build` may ask whether a value is there, and not what it is.
 */
export function statement<Given extends object, Row>(build: (given: Given) => RawBuilder<Row>) {
  const built = new Map<string, CompiledQuery<Row>>()
  return async (db: Db, given: Given): Promise<Row[]> => {
    const names = Object.keys(given).filter((name) => Reflect.get(given, name) !== undefined)
    const shape = names.join()
    let query = built.get(shape)
    if (!query) {
      const places = Object.fromEntries(names.map((name) => [name, new Place(name)]))
      query = build(places as Given).compile(db) // as if it were given
      built.set(shape, query)
    }
    const parameters = query.parameters.map((one): unknown =>
      one instanceof Place ? Reflect.get(given, one.name) : one,
    )
    return (await db.executeQuery<Row>({ ...query, parameters })).rows
  }
}
