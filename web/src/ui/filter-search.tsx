import { useContext, useEffect, useState, type KeyboardEvent } from 'react'
import { Collection } from 'react-aria-components/Collection'
import { ComboBox, ComboBoxStateContext } from 'react-aria-components/ComboBox'
import { Header } from 'react-aria-components/Header'
import { I18nProvider } from 'react-aria-components/I18nProvider'
import { Input } from 'react-aria-components/Input'
import { ListBox, ListBoxItem, ListBoxSection } from 'react-aria-components/ListBox'
import { Popover } from 'react-aria-components/Popover'
import type { Option } from './choice-field.tsx'
import type { FilterFieldProps } from './filters.tsx'
import { Icon } from './icon.tsx'

export interface OptionGroup {
  heading: string
  options: readonly Option[]
}

/** The options whose words, code or heading hold what is typed; the same groups without those left empty. */
export function matching(groups: readonly OptionGroup[], typed: string): OptionGroup[] {
  const words = typed.trim().toLowerCase()
  return groups
    .map(({ heading, options }) => ({
      heading,
      options: heading.includes(words)
        ? options
        : options.filter(({ value, text }) =>
            [value, text].some((each) => each.toLowerCase().includes(words)),
          ),
    }))
    .filter(({ options }) => options.length > 0)
}

export interface FilterSearchProps extends FilterFieldProps {
  groups: readonly OptionGroup[]
}

/** A query field over more options than a list can be read through: found by typing, under headings. */
export function FilterSearch({ id, labelId, value, change, groups }: FilterSearchProps) {
  const chosen = groups.flatMap(({ options }) => options).find((option) => option.value === value)
  const chosenText = chosen?.text ?? value
  const [words, setWords] = useState(chosenText)
  // 清空, or going back.
  useEffect(() => setWords(chosenText), [chosenText])
  const found = words === chosenText ? groups : matching(groups, words)
  const all = found.flatMap(({ options }) => options)
  const meant = all.find(({ text }) => text === words.trim()) ?? (all.length === 1 ? all[0] : null)

  const choose = (option: Option) => {
    setWords(option.text)
    change(option.value)
  }
  return (
    <I18nProvider locale="zh-CN">
      <ComboBox
        aria-labelledby={labelId}
        className="combo"
        items={found}
        inputValue={words}
        onInputChange={(text) => {
          setWords(text)
          if (text === '') change('')
        }}
        selectedKey={value || null}
        onSelectionChange={(key) => {
          const option = all.find((each) => each.value === key)
          if (option) choose(option)
        }}
        menuTrigger="focus"
        allowsEmptyCollection
        onBlur={() => {
          if (words === chosenText) return
          if (meant && words.trim() !== '') choose(meant)
          else setWords(chosenText)
        }}
      >
        <Search id={id} meant={words === chosenText ? undefined : meant?.value} />
        <Popover className="popover combo-popover">
          <ListBox<OptionGroup>
            className="combo-list"
            renderEmptyState={() => <div className="combo-empty">没有找到</div>}
          >
            {({ heading, options }) => (
              <ListBoxSection id={heading} className="menu-section">
                <Header className="menu-title">{heading}</Header>
                <Collection items={options}>
                  {(option) => (
                    <ListBoxItem id={option.value} textValue={option.text} className="combo-item">
                      {option.text}
                    </ListBoxItem>
                  )}
                </Collection>
              </ListBoxSection>
            )}
          </ListBox>
        </Popover>
      </ComboBox>
    </I18nProvider>
  )
}

/** Enter takes what alone can be meant; an option that the arrows have reached is taken by the list itself. */
function Search({ id, meant }: { id: string; meant: string | undefined }) {
  const list = useContext(ComboBoxStateContext)
  const enter = (event: KeyboardEvent<HTMLDivElement>) => {
    const isReached = (event.target as HTMLElement).hasAttribute('aria-activedescendant')
    if (event.key !== 'Enter' || isReached || meant === undefined) return
    // Before the list hears of it, which would go back to what was chosen before.
    event.preventDefault()
    event.stopPropagation()
    list?.setSelectedKey(meant)
  }
  return (
    <div className="combo-box" onKeyDownCapture={enter}>
      <Icon name="search" />
      <Input id={id} className="input" placeholder="全部，可输入文字查找" autoComplete="off" />
    </div>
  )
}
