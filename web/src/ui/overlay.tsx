import type { ReactNode } from 'react'
import { Dialog as AriaDialog } from 'react-aria-components/Dialog'
import { Heading } from 'react-aria-components/Heading'
import { I18nProvider } from 'react-aria-components/I18nProvider'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import { Button } from './button.tsx'
import { ScrollBox } from './scroll-box.tsx'

export interface OverlayProps {
  open: boolean
  close: () => void
  title: string
  /** Buttons at the lower right, always in sight. */
  actions?: ReactNode
  children: ReactNode
}

/** A small window that asks for attention; Esc and its 关闭 close it. */
export function Dialog({ wide, ...props }: OverlayProps & { wide?: boolean }) {
  return <Layer {...props} kind={wide ? 'dialog dialog-wide' : 'dialog'} />
}

/** A panel at the side, for editing or a closer look while the list stays. */
export function Drawer(props: OverlayProps) {
  return <Layer {...props} kind="drawer" />
}

function Layer({ open, close, title, actions, children, kind }: OverlayProps & { kind: string }) {
  return (
    <I18nProvider locale="zh-CN">
      <ModalOverlay
        className="overlay"
        isOpen={open}
        onOpenChange={(stays) => !stays && close()}
        isDismissable
      >
        <Modal className={kind}>
          <AriaDialog className="layer">
            <header className="layer-head">
              <Heading slot="title" level={2}>
                {title}
              </Heading>
              <Button look="quiet" icon="close" iconOnly onClick={close}>
                关闭
              </Button>
            </header>
            <ScrollBox className="layer-body" label={`${title}的内容`}>
              {children}
            </ScrollBox>
            {actions && <footer className="layer-foot">{actions}</footer>}
          </AriaDialog>
        </Modal>
      </ModalOverlay>
    </I18nProvider>
  )
}

export interface ConfirmProps {
  open: boolean
  close: () => void
  title: string
  children: ReactNode
  /** The verb itself: 删除, 退回; never 确定. */
  verb: string
  danger?: boolean
  busy?: boolean
  confirm: () => void
}

/** What leaves all as it is, beside a verb: whoever is asked 取消报名 would not know what 取消 does. */
export const leaveText = (verb: string) => (verb.startsWith('取消') ? '返回' : '取消')

/** Asks before what cannot be undone. */
export function Confirm({ verb, danger, busy, confirm, ...rest }: ConfirmProps) {
  return (
    <Dialog
      {...rest}
      actions={
        <>
          <Button onClick={rest.close}>{leaveText(verb)}</Button>
          <Button look={danger ? 'danger' : 'primary'} busy={busy ?? false} onClick={confirm}>
            {verb}
          </Button>
        </>
      }
    >
      {rest.children}
    </Dialog>
  )
}
