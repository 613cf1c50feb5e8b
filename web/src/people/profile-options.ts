type Entry = { code: string; label: string }

/** A code list as a field offers it. */
export const optionsOf = (entries: readonly Entry[]) =>
  entries.map(({ code, label }) => ({ value: code, text: label }))

/** The steps of a cascade of regions, below the whole country (root '') or the province alone. */
export const stepOptions =
  (below: (code: string) => readonly Entry[], root: string) => (code?: string) =>
    code === undefined && root !== ''
      ? optionsOf([{ code: root, label: '广东省' }])
      : optionsOf(below(code ?? ''))
