const shapes = {
  menu: 'M4 6.5h16M4 12h16M4 17.5h16',
  close: 'M6 6l12 12M18 6 6 18',
  search: 'M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.5 15.5 20 20',
  filter: 'M4 6h16M7 12h10M10 18h4',
  plus: 'M12 5v14M5 12h14',
  check: 'm5 12.5 4.5 4.5L19 7.5',
  checkCircle: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM8 12.3l2.8 2.8L16 9.6',
  clock: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7.5V12l3 2',
  pencil:
    'M4.5 19.5l.8-3.7L15.6 5.5a1.7 1.7 0 0 1 2.4 0l.5.5a1.7 1.7 0 0 1 0 2.4L8.2 18.7zM13.8 7.3l2.9 2.9',
  alert: 'M12 4 2.8 19.5h18.4zM12 10v4.3M12 16.8v.2',
  error: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7.5V13M12 16v.2',
  info: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 11v5.5M12 7.7v.2',
  up: 'm6 15 6-6 6 6',
  down: 'm6 9 6 6 6-6',
  left: 'm15 6-6 6 6 6',
  right: 'm9 6 6 6-6 6',
  back: 'M19 12H5.5M11 6l-6 6 6 6',
  calendar: 'M5 6h14v13.5H5zM5 10.2h14M8.5 3.5V7M15.5 3.5V7',
  eye: 'M2.5 12S6 5.7 12 5.7 21.5 12 21.5 12 18 18.3 12 18.3 2.5 12 2.5 12zM12 14.7a2.7 2.7 0 1 0 0-5.4 2.7 2.7 0 0 0 0 5.4z',
  eyeOff:
    'M4 4l16 16M9.5 6.1A9 9 0 0 1 12 5.7c6 0 9.5 6.3 9.5 6.3a16 16 0 0 1-3 3.7M6.2 7.6A15 15 0 0 0 2.5 12S6 18.3 12 18.3a9 9 0 0 0 4.5-1.2',
  upload: 'M12 15.5V4.5M7.5 8.8 12 4.5l4.5 4.3M4.5 15v4.5h15V15',
  download: 'M12 4.5v11M7.5 11.2 12 15.5l4.5-4.3M4.5 16v3.5h15V16',
  file: 'M6 3.5h8l4.5 4.5v12.5H6zM13.8 3.7v4.5h4.5M9 13h6M9 16.5h6',
  trash: 'M4.5 6.5h15M9 6.5V4h6v2.5M6.5 6.5l.8 13.5h9.4l.8-13.5M10 10.5v6M14 10.5v6',
  print: 'M7 8V4h10v4M7 16.5H4V8h16v8.5h-3M7 13.5h10V20H7z',
  user: 'M12 11.5a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20.5c.6-4 3.5-6 7.5-6s6.9 2 7.5 6',
  logout: 'M14 4H5v16h9M10 12h10.5M16.5 8l4 4-4 4',
  sun: 'M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M18.7 5.3l-1.4 1.4M6.7 17.3l-1.4 1.4',
  moon: 'M20 14.2A8.3 8.3 0 0 1 9.8 4 8.3 8.3 0 1 0 20 14.2z',
  textSize: 'M2.5 18 7.5 6l5 12M4.2 14h6.6M14 18l3.5-8.5L21 18M15.2 15.2h4.6',
  returned: 'M4.5 9.5h10a5 5 0 0 1 0 10H9M9 5 4.5 9.5 9 14',
  refresh: 'M19.5 12a7.5 7.5 0 1 1-2.3-5.4M17.7 3v4h-4',
  ban: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM5.7 5.7l12.6 12.6',
  switch: 'M4 8.5h15M15.5 5 19 8.5 15.5 12M20 15.5H5M8.5 12 5 15.5 8.5 19',
  inbox: 'M4 13.5 6.5 5h11l2.5 8.5V19H4zM4 13.5h4.5l1.2 2.5h4.6l1.2-2.5H20',
  offline:
    'M4 4l16 16M8.3 15.3a5 5 0 0 1 6 -.6M5 11.8a10 10 0 0 1 4-2.3M19 11.8a10 10 0 0 0-6-2.8M12 19v.2',
  lock: 'M6 10.5h12V20H6zM8.5 10.5V8a3.5 3.5 0 0 1 7 0v2.5',
  shield: 'M12 3.5 5 6v5.5c0 4.3 2.8 7.4 7 9 4.2-1.6 7-4.7 7-9V6zM8.8 12l2.3 2.3 4.1-4.3',
  send: 'M4 11.5 20 4l-5.5 16-3.3-6.5zM11.2 13.5 20 4',
} as const

export type IconName = keyof typeof shapes

/** A line drawing that says nothing to a screen reader: the words stand beside it. */
export function Icon({ name, large }: { name: IconName; large?: boolean }) {
  return (
    <svg className={large ? 'icon icon-large' : 'icon'} viewBox="0 0 24 24" aria-hidden="true">
      <path d={shapes[name]} />
    </svg>
  )
}
