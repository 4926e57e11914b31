import type { RestoreTarget } from './argv/restore.js'
import type { StanzaBackup } from './info.js'
import type { Lineage } from './lineage.js'
import { lsnText } from './timelines.js'

const SHAPE =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(?::(\d{2})(\.\d{1,6})?)?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?$/i

/** A moment, to the microsecond as PostgreSQL has it. */
export interface Moment {
  /** Milliseconds since 1970. */
  readonly ms: number
  /** With offset, as PostgreSQL and pgBackRest read it: `2026-01-01 10:00:00.5+00`. */
  readonly text: string
}

/**
 * `2026-01-01`, `2026-01-01 10:00:00`, `2026-01-01T10:00:00`, with a fraction and an offset if need be; without offset in
 * the time zone of this host. Undefined when it is no date.
 */
export function parseMoment(text: string): Moment | undefined {
  const [, day, minutes = '00:00', seconds = '00', fraction = '', zone = ''] = SHAPE.exec(text.trim()) ?? []
  if (day === undefined) return undefined
  const offset =
    zone.toUpperCase() === 'Z'
      ? 'Z'
      : zone.replace(/^([+-]\d{2}):?(\d{2})?$/, (_, h, m = '00') => `${h}:${m}`)
  const date = new Date(`${day}T${minutes}:${seconds}${offset}`)
  // A day that isn't in the calendar comes back as another.
  const midnight = new Date(`${day}T00:00:00Z`)
  if (Number.isNaN(date.getTime()) || Number.isNaN(midnight.getTime())) return undefined
  if (midnight.toISOString().slice(0, 10) !== day) return undefined
  const utc = date.toISOString()
  const ms = date.getTime() + Math.floor(Number(`0${fraction}`) * 1000)
  return { ms, text: `${utc.slice(0, 10)} ${utc.slice(11, 19)}${fraction}+00` }
}

/** What a restore begins with and how far it goes; or why it can't be done. */
export type Choice =
  | { readonly backup: StanzaBackup; readonly target: RestoreTarget }
  | { readonly problem: string; readonly hint?: string }

export type Chosen = Extract<Choice, { backup: StanzaBackup }>

export interface Wish {
  readonly label?: string | undefined
  readonly date?: Moment | undefined
}

const LIST = "see 'pglift instance backups'"

/** Backups of the present cluster; those that lead to what is wished for, on its timeline. */
export interface Offer {
  readonly all: readonly StanzaBackup[]
  readonly lineage: Lineage
}

function chooseLabel(stanza: string, { all }: Offer, label: string): Choice {
  const backup = all.find((each) => each.label === label)
  if (backup?.isCurrent === true) return { backup, target: { kind: 'backup', label } }
  const why = backup === undefined ? '' : ' of the present cluster: PostgreSQL was upgraded since'
  return { problem: `stanza '${stanza}' has no backup '${label}'${why}`, hint: LIST }
}

/** What is wished for, or as far as WAL goes on the way there. */
function reachable({ end }: Lineage, wished: RestoreTarget): RestoreTarget {
  return end === undefined ? wished : { kind: 'fork', lsn: lsnText(end.lsn), timeline: end.timeline }
}

function chooseMoment(
  stanza: string,
  backups: readonly StanzaBackup[],
  date: Moment,
  lineage: Lineage,
): Choice {
  const backup = backups.find(({ date_stop }) => Date.parse(date_stop) < date.ms)
  const { timeline } = lineage
  if (backup !== undefined) {
    const wished = { kind: 'time', time: date.text, ...(timeline === undefined ? {} : { timeline }) } as const
    return { backup, target: reachable(lineage, wished) }
  }
  const oldest = backups.at(-1)
  const ended = oldest === undefined ? '' : `: the oldest one ended ${shown(oldest.date_stop)}`
  return { problem: `stanza '${stanza}' has no backup that ended before ${date.text}${ended}`, hint: LIST }
}

/** The backup to begin with: the one named, the last that ended before the date, or the newest; each newest first. */
export function chooseBackup(stanza: string, offer: Offer, { label, date }: Wish, nowMs: number): Choice {
  const { all, lineage } = offer
  if (label !== undefined) return chooseLabel(stanza, offer, label)
  if (date !== undefined && date.ms > nowMs)
    return { problem: `${date.text} lies in the future`, hint: 'leave --date out for the latest state' }
  const backups = lineage.backups.filter(({ isCurrent }) => isCurrent)
  if (date !== undefined && backups.length > 0) return chooseMoment(stanza, backups, date, lineage)
  const [backup] = backups
  if (backup !== undefined) return { backup, target: reachable(lineage, { kind: 'latest' }) }
  const since =
    all.length > 0
      ? ' that leads to the present cluster: was it upgraded, or restored to before them all?'
      : ''
  return { problem: `stanza '${stanza}' has no backup${since}`, hint: "make one: 'pglift instance backup'" }
}

/** How many backups are newer than the chosen one and would have done, but lie on timelines that were left. */
function passedOver({ all, lineage }: Offer, { backup }: Chosen, { label, date }: Wish): number {
  if (label !== undefined) return 0
  return all.filter(
    (each) =>
      each.isCurrent &&
      !lineage.backups.includes(each) &&
      Date.parse(each.date_stop) > Date.parse(backup.date_stop) &&
      (date === undefined || Date.parse(each.date_stop) < date.ms),
  ).length
}

const shown = (iso: string): string => iso.replace('T', ' ').replace('Z', '+00')

function describeTarget({ backup, target }: Chosen): string {
  const what = `backup ${backup.label} (${backup.type}, ended ${shown(backup.date_stop)})`
  switch (target.kind) {
    case 'latest':
      return `restoring ${what} and all WAL that was archived since`
    case 'time':
      return `restoring ${what} and WAL up to ${target.time}`
    case 'fork':
      return `restoring ${what} and WAL up to ${target.lsn}, where timeline ${target.timeline} was left: what was done since then was not archived`
    case 'backup':
      return `restoring ${what} and no WAL after it`
  }
}

/** One line: what will be restored, and why nothing newer. */
export function describeChoice(choice: Chosen, offer: Offer, wish: Wish = {}): string {
  const count = passedOver(offer, choice, wish)
  const why = count === 0 ? '' : ` (${count} newer backup(s) lie on timelines that were left)`
  return `${describeTarget(choice)}${why}`
}
