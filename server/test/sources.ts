import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** A source file of the three packages, read as text. */
export type Source = {
  /** From the root of the checkout, with slashes: `server/src/people/store.ts`. */
  path: string
  text: string
  lines: number
  /** What it imports, types included: paths of our own files, or names of packages. */
  imports: string[]
  /** Those of them that vanish when the types are stripped. */
  typeImports: string[]
}

const typePattern = /(?:^|\n)(?:import|export) type [^'"]*?from ['"]([^'"\n]+)['"]/g
const importPattern = /(?:^|[^.\w])(?:from|import)\s*\(?\s*['"]([^'"\n]+)['"]/g

/** Without comments, in which an example may look like an import or a query. */
const withoutComments = (text: string) =>
  text.replace(/\/\*[^]*?\*\//g, '').replace(/(^|[^:'"`\\])\/\/.*$/gm, '$1')

/** Where an import leads: a file of ours by its path, anything else by its name. */
const targetOf = (from: string, name: string): string => {
  if (name.startsWith('.'))
    return relative(root, resolve(root, dirname(from), name))
      .split(sep)
      .join('/')
  const contract = /^@xueshi\/contract\/(.+)$/.exec(name)?.[1]
  return contract === undefined ? name : `contract/src/${contract}.ts`
}

export const sourceOf = (path: string, whole: string): Source => {
  const text = withoutComments(whole)
  return {
    path,
    text,
    lines: whole.split('\n').length - 1,
    imports: [...text.matchAll(importPattern)].map(([, name = '']) => targetOf(path, name)),
    typeImports: [...text.matchAll(typePattern)].map(([, name = '']) => targetOf(path, name)),
  }
}

/** Every TypeScript file below a folder of the checkout. */
export const sourcesUnder = (folder: string): Source[] =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => !/\/(node_modules|dist)\//.test(path))
    .toSorted()
    .map((path) => sourceOf(path, readFileSync(join(root, path), 'utf8')))

/** Files that import each other in a circle, each circle once, as the way round it. */
export function circlesOf(sources: readonly Source[]): string[][] {
  const byPath = new Map(sources.map((source) => [source.path, source]))
  const done = new Set<string>()
  const circles: string[][] = []
  const visit = (path: string, way: readonly string[]) => {
    const at = way.indexOf(path)
    if (at >= 0) circles.push([...way.slice(at), path])
    if (at >= 0 || done.has(path)) return
    for (const next of byPath.get(path)?.imports ?? [])
      if (byPath.has(next)) visit(next, [...way, path])
    done.add(path)
  }
  for (const { path } of sources) visit(path, [])
  return circles
}
