import { useEffect, useState } from 'react'
import { Icon } from '../ui/icon.tsx'

/** A strip above the page while the browser knows itself offline. */
export function OfflineNotice() {
  const [offline, setOffline] = useState(!navigator.onLine)
  useEffect(() => {
    const look = () => setOffline(!navigator.onLine)
    window.addEventListener('online', look)
    window.addEventListener('offline', look)
    return () => {
      window.removeEventListener('online', look)
      window.removeEventListener('offline', look)
    }
  }, [])
  return (
    <div role="status">
      {offline && (
        <p className="offline">
          <Icon name="offline" />
          网络已断开。已填写的内容仍在本页，恢复网络后可以继续提交。
        </p>
      )}
    </div>
  )
}
