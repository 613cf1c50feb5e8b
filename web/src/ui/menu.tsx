import { Button as AriaButton } from 'react-aria-components/Button'
import { Header } from 'react-aria-components/Header'
import { I18nProvider } from 'react-aria-components/I18nProvider'
import { Menu as AriaMenu, MenuItem, MenuSection, MenuTrigger } from 'react-aria-components/Menu'
import { Popover } from 'react-aria-components/Popover'
import { Badge } from './badge.tsx'
import { Icon, type IconName } from './icon.tsx'

export interface MenuEntry {
  id: string
  text: string
  icon?: IconName
  /** A second line. */
  detail?: string
  current?: boolean
  /** So many wait to be read there. */
  unread?: { count: number; more: boolean } | undefined
  act: () => void
}

export interface MenuProps {
  text: string
  icon?: IconName
  /** On phones the icon stands alone. */
  compact?: boolean
  /** Said at the button by a dot: why to open the menu. */
  hint?: string | undefined
  sections: readonly { title?: string; entries: readonly MenuEntry[] }[]
}

/** A button that opens a list of things to do. */
export function Menu({ text, icon, compact, hint, sections }: MenuProps) {
  return (
    <I18nProvider locale="zh-CN">
      <MenuTrigger>
        <AriaButton className={`button button-quiet menu-button${compact ? ' menu-compact' : ''}`}>
          {icon && <Icon name={icon} />}
          <span className="menu-text">{text}</span>
          {hint !== undefined && (
            <span className="menu-dot">
              <span className="unseen">{hint}</span>
            </span>
          )}
          <Icon name="down" />
        </AriaButton>
        <Popover className="popover menu-popover" placement="bottom end">
          <AriaMenu className="menu" aria-label={text}>
            {sections.map(({ title, entries }, at) => (
              <MenuSection key={title ?? at} className="menu-section" aria-label={title ?? text}>
                {title && <Header className="menu-title">{title}</Header>}
                {entries.map((entry) => (
                  <MenuItem
                    key={entry.id}
                    id={entry.id}
                    textValue={entry.text}
                    className="menu-item"
                    onAction={entry.act}
                  >
                    {entry.icon && <Icon name={entry.icon} />}
                    <span>
                      {entry.text}
                      {entry.detail && <span className="menu-detail">{entry.detail}</span>}
                    </span>
                    {entry.unread && <Badge {...entry.unread} />}
                    {entry.current && (
                      <span className="menu-current">
                        <Icon name="check" />
                        <span className="unseen">当前</span>
                      </span>
                    )}
                  </MenuItem>
                ))}
              </MenuSection>
            ))}
          </AriaMenu>
        </Popover>
      </MenuTrigger>
    </I18nProvider>
  )
}
