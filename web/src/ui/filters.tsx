import { useEffect, useId, useRef, useState, type FormEvent, type ReactNode } from 'react'
import { Button } from './button.tsx'
import type { Option } from './choice-field.tsx'

export interface FilterFieldProps {
  id: string
  labelId: string
  value: string
  change: (text: string) => void
}

export interface Filter {
  /** The key in the URL. */
  name: string
  label: string
  /** A select of these; without options, a text. */
  options?: readonly Option[]
  /** What an empty select says; null: there is no empty entry. */
  all?: string | null
  /** A day, by the browser's own field. */
  day?: boolean
  width?: 'short' | 'medium' | 'long'
  /** Another field than these, such as one that is searched. */
  field?: (props: FilterFieldProps) => ReactNode
}

export interface FiltersProps {
  filters: readonly Filter[]
  /** What stands in the URL now. */
  value: Readonly<Record<string, unknown>>
  /** From `useUrlState`; the keyset cursor is removed with every change. */
  set: (patch: Readonly<Record<string, string | undefined>>) => void
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : '')

/** A bar of query fields over a table; on phones it folds into 筛选 (2). */
export function Filters({ filters, value, set }: FiltersProps) {
  const id = useId()
  const standing = Object.fromEntries(filters.map(({ name }) => [name, textOf(value[name])]))
  const key = JSON.stringify(standing)
  const [draft, setDraft] = useState(standing)
  const [open, setOpen] = useState(false)
  // The URL changed: by 查询, or by going back. The key says when, the latest value what.
  const latest = useRef(standing)
  useEffect(() => {
    latest.current = standing
  })
  useEffect(() => setDraft(latest.current), [key])

  const search = (event: FormEvent) => {
    event.preventDefault()
    set({ ...draft, after: undefined })
    setOpen(false)
  }
  const clear = () => {
    setDraft(Object.fromEntries(filters.map(({ name }) => [name, ''])))
    set({ ...Object.fromEntries(filters.map(({ name }) => [name, undefined])), after: undefined })
    setOpen(false)
  }
  // 全部 keeps nothing out, where it is a choice of its own too.
  const count = filters.filter(({ name, all }) => {
    const text = standing[name]
    return text && !(all === null && text === 'all')
  }).length
  return (
    <search className="filters">
      <div className="filters-toggle">
        <Button
          icon="filter"
          aria-expanded={open}
          aria-controls={`${id}body`}
          onClick={() => setOpen(!open)}
        >
          {count ? `筛选 (${count})` : '筛选'}
        </Button>
      </div>
      <form
        id={`${id}body`}
        className="filters-body"
        data-open={open || undefined}
        onSubmit={search}
      >
        {filters.map(
          ({ name, label, options, all = '全部', day = false, width = 'medium', field }) => {
            const shared = {
              id: `${id}${name}`,
              className: 'input',
              value: draft[name] ?? '',
            }
            const change = (text: string) => setDraft((now) => ({ ...now, [name]: text }))
            const labelId = `${shared.id}label`
            return (
              <div key={name} className={`filter filter-${width}`}>
                <label htmlFor={shared.id} id={labelId}>
                  {label}
                </label>
                {field ? (
                  field({ id: shared.id, labelId, value: shared.value, change })
                ) : options ? (
                  <select {...shared} onChange={(event) => change(event.target.value)}>
                    {all !== null && <option value="">{all}</option>}
                    {options.map((option) => (
                      <option key={option.value} value={option.value}>
                        {option.text}
                      </option>
                    ))}
                  </select>
                ) : (
                  <input
                    {...shared}
                    type={day ? 'date' : 'text'}
                    autoComplete="off"
                    onChange={(event) => change(event.target.value)}
                  />
                )}
              </div>
            )
          },
        )}
        <div className="filters-actions">
          <Button look="primary" type="submit">
            查询
          </Button>
          <Button onClick={clear}>清空</Button>
        </div>
      </form>
    </search>
  )
}
