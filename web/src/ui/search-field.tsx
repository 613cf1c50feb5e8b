import { useEffect, useRef, useState, type ReactNode } from 'react'
import { ComboBox } from 'react-aria-components/ComboBox'
import { I18nProvider } from 'react-aria-components/I18nProvider'
import { Input } from 'react-aria-components/Input'
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox'
import { Popover } from 'react-aria-components/Popover'
import { Text } from 'react-aria-components/Text'
import { useController, useFormContext } from 'react-hook-form'
import { FieldFrame, useField, type FieldProps } from './field.tsx'
import { Icon } from './icon.tsx'
import { announce } from './live.tsx'

export interface Found {
  value: string
  text: string
  /** A second line: what tells this one from its namesakes. */
  detail?: string
}

export interface SearchFieldProps extends FieldProps {
  /** Asks for what fits the words; called when typing rests, an older question is aborted. */
  search: (words: string, signal: AbortSignal) => Promise<readonly Found[]>
  /** The text of the value that the form starts with. */
  startText?: string
  /** What to do when nothing is found. */
  nothingFound?: ReactNode
  picked?: (found: Found | null) => void
  emptyIsNull?: boolean
}

const restMilliseconds = 250

/** One of many, found by typing: the form holds the value of the one picked, never free text. */
export function SearchField(props: SearchFieldProps) {
  const { search, startText = '', nothingFound, picked, emptyIsNull, ...field } = props
  const wiring = useField(field, true)
  const { control } = useFormContext()
  const { field: held } = useController({ control, name: field.name })
  const [words, setWords] = useState(startText)
  const [items, setItems] = useState<readonly Found[]>([])
  const [state, setState] = useState<'idle' | 'searching' | 'failed'>('idle')
  // What stands in the input because it was picked; anything else is a question.
  const chosenText = useRef(startText)
  const ask = useRef(search)
  useEffect(() => {
    ask.current = search
  })

  useEffect(() => {
    const question = words.trim()
    if (question === '' || words === chosenText.current) {
      setState('idle')
      return
    }
    const abort = new AbortController()
    // From the first letter on: that nothing was found is not known before it was asked.
    setState('searching')
    const timer = setTimeout(() => {
      ask.current(question, abort.signal).then(
        (found) => {
          setItems(found)
          setState('idle')
          announce(found.length ? `找到 ${found.length} 项` : '没有找到')
        },
        () => abort.signal.aborted || setState('failed'),
      )
    }, restMilliseconds)
    return () => {
      clearTimeout(timer)
      abort.abort()
    }
  }, [words])

  const choose = (found: Found | null) => {
    chosenText.current = found?.text ?? ''
    setWords(found?.text ?? '')
    setItems(found ? [found] : [])
    held.onChange(found?.value ?? (emptyIsNull ? null : ''))
    picked?.(found)
  }
  // Nothing is chosen too where the list closes by itself, as when the page scrolls: what is being
  // typed stays then. Emptying the field and leaving it are seen to below.
  const pick = (value: string | number | null) => {
    const found = items.find((item) => item.value === value)
    if (found) choose(found)
  }
  const message = {
    idle: nothingFound ?? '没有找到',
    searching: '正在查找…',
    failed: '查找没有成功，请再试',
  }
  const asking = words.trim() !== '' && words !== chosenText.current
  return (
    <FieldFrame field={field} wiring={wiring}>
      <I18nProvider locale="zh-CN">
        <ComboBox
          aria-labelledby={wiring.labelId}
          className="combo"
          inputValue={words}
          onInputChange={(text) => {
            setWords(text)
            if (text === '' && held.value) choose(null)
          }}
          selectedKey={typeof held.value === 'string' && held.value ? held.value : null}
          onSelectionChange={pick}
          items={items}
          allowsEmptyCollection={asking}
          isInvalid={wiring.error !== null}
          validationBehavior="aria"
          onBlur={() => {
            if (words !== chosenText.current) setWords(chosenText.current)
            held.onBlur()
          }}
        >
          <div className="combo-box">
            <Icon name="search" />
            <Input
              ref={held.ref}
              id={wiring.inputId}
              className="input"
              autoComplete="off"
              aria-required={field.required || undefined}
              aria-describedby={wiring.describedBy}
            />
          </div>
          <Popover className="popover combo-popover">
            <ListBox<Found>
              className="combo-list"
              renderEmptyState={() => <div className="combo-empty">{message[state]}</div>}
            >
              {(found) => (
                <ListBoxItem id={found.value} textValue={found.text} className="combo-item">
                  <Text slot="label">{found.text}</Text>
                  {found.detail && (
                    <Text slot="description" className="combo-detail">
                      {found.detail}
                    </Text>
                  )}
                </ListBoxItem>
              )}
            </ListBox>
          </Popover>
        </ComboBox>
      </I18nProvider>
    </FieldFrame>
  )
}
