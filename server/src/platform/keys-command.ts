// npm run keys -- FILE: makes the keys of a new installation, or adds to its file what it lacks.
import { completeKeys, makeKeys } from './keys.ts'

const [file] = process.argv.slice(2)
if (file === undefined) {
  console.error('Say where to write them: npm run keys -- FILE')
  process.exitCode = 1
} else if (await makeKeys(file)) {
  console.log(`Wrote new keys to ${file}. Keep a copy apart from the backups: without them`)
  console.log('personal data cannot be read again, and with them and a backup it can.')
} else if (await completeKeys(file)) {
  console.log(`Added to ${file} the keys that it lacked; those that it had are as they were.`)
} else {
  console.error(`${file} exists; keys are never written over`)
  process.exitCode = 1
}
