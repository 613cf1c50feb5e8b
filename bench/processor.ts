import { execFileSync } from 'node:child_process'
import { readFileSync, readdirSync } from 'node:fs'
import { availableParallelism } from 'node:os'

/** Microseconds of a clock tick, by which the kernel tells the time that a process has used. */
const tickMicroseconds = 1e6 / Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }))

/** The fields of /proc/PID/stat from the third on: before them stands a name that may hold spaces. */
function statOf(pid: number): number[] | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number)
  } catch {
    return undefined
  }
}

const parentField = 1
const ownFields = [11, 12]
const endedChildrenFields = [13, 14]
const sum = (stat: readonly number[], fields: readonly number[]) =>
  fields.reduce((total, field) => total + (stat[field] ?? 0), 0)

/** Processor time of a postmaster with its children, those that have ended too, in microseconds. */
function treeMicroseconds(postmaster: number): number {
  const root = statOf(postmaster) ?? []
  let ticks = sum(root, [...ownFields, ...endedChildrenFields])
  for (const name of readdirSync('/proc')) {
    const stat = /^\d+$/.test(name) ? statOf(Number(name)) : undefined
    if (stat?.[parentField] === postmaster) ticks += sum(stat, ownFields)
  }
  return ticks * tickMicroseconds
}

/** Processor time in microseconds: of this process with all of its threads, and of the database. */
export type Spent = { application: number; database: number }

export const together = ({ application, database }: Spent) => application + database

/** Starts counting; what it returns ends it. */
export function meter(postmaster: number): () => Spent {
  const database = treeMicroseconds(postmaster)
  const application = process.cpuUsage()
  return () => {
    const { user, system } = process.cpuUsage(application)
    return { application: user + system, database: treeMicroseconds(postmaster) - database }
  }
}

/** Processor time that the whole machine has spent since it was started, in microseconds. */
function machineMicroseconds(): number {
  const [line = ''] = readFileSync('/proc/stat', 'utf8').split('\n')
  // user nice system idle iowait irq softirq steal
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0, steal = 0] = line
    .split(/\s+/)
    .slice(1)
    .map(Number)
  return (user + nice + system + irq + softirq + steal) * tickMicroseconds
}

/**
 * Starts to watch who else works on this machine. What it returns tells which share of the machine
 * others had since then, from 0 to 1, where `ours` microseconds of it were spent by the bench.
 */
export function watchOthers(): (ours: number) => number {
  const busy = machineMicroseconds()
  const begun = performance.now()
  return (ours) => {
    const whole = (performance.now() - begun) * 1000 * availableParallelism()
    return Math.max(0, (machineMicroseconds() - busy - ours) / whole)
  }
}

/** Processor time of one process with its threads, in microseconds; 0 when there is none. */
export const processMicroseconds = (pid: number) =>
  sum(statOf(pid) ?? [], ownFields) * tickMicroseconds
