import { createContext, useContext } from 'react'
import { placeNow, type Place } from './place.ts'

/** The place whose page is drawn, which follows the address bar once that page is there. */
export interface Drawn {
  place: Place
  params: Readonly<Record<string, string>>
}

export const PageContext = createContext<Drawn | null>(null)

/** Where the page that asks stands. */
export function useDrawn(): Drawn {
  return useContext(PageContext) ?? { place: placeNow(), params: {} }
}
