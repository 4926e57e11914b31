import { setTimeout as pause } from 'node:timers/promises'
import { type Effects, maskText } from '@pglift/sdk'
import { asRoot, type Manager } from './systemctl.js'

const LINES = 20
/** A journal that shows nothing in this time is closed to this user. */
const SILENCE_MS = 1000
/** What systemd says is there by then; the program's own lines may lag behind it on a busy machine. */
const PATIENCE_MS = 5000

type Io = Pick<Effects, 'files' | 'processes'>

/** What a unit said lately. */
export interface UnitJournal {
  readonly text: string
  /** Where to read more. */
  readonly hint: string
}

/** Words with which the journal is asked for a unit. Not `--user`: system users have no journal of their own. */
const selection = (unit: string, { user }: Manager): string => `${user ? '--user-unit' : '--unit'}=${unit}`

/** Lines that the journal lets this user read: of the system's, only members of `systemd-journal` see all. */
async function fromJournal(unit: string, since: number, manager: Manager, io: Io): Promise<string> {
  const args = ['--no-pager', '--quiet', '--output=cat', `--lines=${LINES}`, selection(unit, manager)]
  const from = `--since=@${(since / 1000).toFixed(3)}`
  return (await io.processes.run(['journalctl', ...args, from], { accept: [1] })).stdout.trim()
}

/** What `systemctl status` tells, by sudo where it is used: its rules let this through, too. */
async function fromStatus(unit: string, manager: Manager, io: Io): Promise<string> {
  const scope = manager.user ? '--user' : '--system'
  const args = [scope, 'status', '--no-pager', '--full', `--lines=${LINES}`, unit]
  return (await asRoot(['systemctl', ...args], manager, io, { accept: [1, 2, 3, 4] })).stdout.trim()
}

/** What systemd itself says of a unit. */
const OF_SYSTEMD =
  /^((Starting|Started|Stopping|Stopped|Failed to start) |\S+: (Main process exited|Control process exited|Failed with result|Scheduled restart|Start request repeated|Consumed|Killing|State ))/

/** Whether it is all there: that the unit failed, and why, which comes to the journal by another way, and maybe later. */
export function isWhole(text: string): boolean {
  const hasFailed = /Failed with result|Failed to start/.test(text)
  return hasFailed && text.split('\n').some((line) => line !== '' && !OF_SYSTEMD.test(line))
}

/**
 * What a unit said since that moment (milliseconds since 1970), 20 lines at most, passwords masked. What a program wrote
 * last may come to the journal a moment after its end.
 */
export async function unitJournal(
  unit: string,
  since: number,
  manager: Manager,
  io: Io,
): Promise<UnitJournal> {
  const command = `'journalctl ${selection(unit, manager)}'`
  const began = Date.now()
  let text = ''
  do {
    const former = text
    text = await fromJournal(unit, since, manager, io).catch(() => '')
    if (isWhole(text) && text === former) break
    await pause(50)
  } while (Date.now() - began < (text === '' ? SILENCE_MS : PATIENCE_MS))
  if (text !== '') return { text: maskText(text), hint: `see ${command}` }
  return {
    text: maskText(await fromStatus(unit, manager, io).catch(() => '')),
    hint: `members of the group 'systemd-journal' can read what it said: ${command}`,
  }
}
