import { Button } from '../ui/button.tsx'
import { setSize, setTheme, useDisplay } from '../ui/display.ts'

/** 大字版 and 深色, remembered by the browser. */
export function DisplaySwitches() {
  const { theme, size } = useDisplay()
  return (
    <div className="switches">
      <Button
        look="quiet"
        icon="textSize"
        aria-pressed={size === 'large'}
        onClick={() => setSize(size === 'large' ? 'normal' : 'large')}
      >
        大字版
      </Button>
      <Button
        look="quiet"
        icon={theme === 'dark' ? 'sun' : 'moon'}
        aria-pressed={theme === 'dark'}
        onClick={() => setTheme(theme === 'dark' ? 'light' : 'dark')}
      >
        深色
      </Button>
    </div>
  )
}
