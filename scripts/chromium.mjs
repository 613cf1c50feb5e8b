import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import process from 'node:process'

/** The path of a program that may be run, by name from PATH; undefined when there is none. */
export const onPath = (name) =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find(isExecutable)

const isExecutable = (path) => {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

const elsewhere = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

/** The Chromium that the browser tests drive: CHROMIUM, or the first that the system has. */
export const findChromium = () => {
  const named = process.env.CHROMIUM
  if (named !== undefined && named !== '') return isExecutable(named) ? named : undefined
  return (
    ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
      .map(onPath)
      .find((path) => path !== undefined) ?? elsewhere.find(isExecutable)
  )
}
