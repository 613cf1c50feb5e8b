import { Drawer } from '../ui/overlay.tsx'
import type { Portal } from './portal.ts'
import { SideMenu } from './side-menu.tsx'
import { DisplaySwitches } from './switches.tsx'

/** The menu on phones. */
export default function MenuDrawer({
  portal,
  path,
  close,
}: {
  portal: Portal
  path: string
  close: () => void
}) {
  return (
    <Drawer open close={close} title={portal.kind === 'public' ? '菜单' : portal.name}>
      <SideMenu portal={portal} path={path} layout="side" picked={close} />
      <DisplaySwitches />
    </Drawer>
  )
}
