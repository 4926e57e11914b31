import { join } from 'node:path'
import type { Effects } from '../effects/effects.js'

/** First line of a journal: what was asked, by whom. */
export interface JournalHeader {
  readonly id: string
  /** `instance create` */
  readonly verb: string
  /** `15/main`, or `site`. */
  readonly object: string
  /** Names of the locks that the operation holds; journals of earlier releases don't tell. */
  readonly locks?: readonly string[]
  readonly pid: number
  /** proc(5) start time of the process, so that a recycled pid is no holder. */
  readonly processStart: number | undefined
  readonly startedAt: string
  /** What a resumed operation is called with; secrets are `***`. */
  readonly request: unknown
  /** TCP ports that the operation is about to use: nobody else may plan with them. */
  readonly ports: readonly number[]
}

/** A step as the journal knows it. */
export interface JournaledStep {
  readonly kind: string
  readonly title?: string
  readonly args: unknown
  readonly record: unknown
  done: boolean
  undone: boolean
}

export interface JournalRecord {
  readonly path: string
  readonly header: JournalHeader
  readonly steps: JournaledStep[]
  /** All steps were done and only what was kept for undo is left to clean up. */
  readonly complete: boolean
}

/** The locks under which an operation is recovered: those it had. One that had none is recovered by one at a time all the same. */
export function locksOf({ object, locks = [] }: JournalHeader): readonly string[] {
  return locks.length > 0 ? locks : [object.replaceAll('/', '-')]
}

type Line =
  | { header: JournalHeader }
  | { start: number; kind: string; title?: string; args: unknown; record: unknown }
  | { done: number }
  | { undone: number }
  | { complete: true }

const journalLine = (line: Line): string => `${JSON.stringify(line)}\n`

/** The write side: one line a fact, each on disk before what it announces. */
export class Journal {
  readonly path: string
  readonly #files: Effects['files']
  #opened = false
  #torn = false
  readonly #header: JournalHeader

  constructor(files: Effects['files'], directory: string, header: JournalHeader) {
    this.#files = files
    this.#header = header
    this.path = join(directory, `${header.id}.jsonl`)
  }

  get opened(): boolean {
    return this.#opened
  }

  /** Writes the header, once. */
  open(): void {
    if (this.#opened) return
    this.#opened = true
    this.#append({ header: this.#header })
  }

  write(line: Line): void {
    this.open()
    this.#append(line)
  }

  #append(line: Line): void {
    const text = this.#torn ? `\n${journalLine(line)}` : journalLine(line)
    this.#torn = true // until it is known to be whole: a full disk may take half of it
    this.#files.append(this.path, text, 0o600)
    this.#torn = false
  }

  async remove(): Promise<void> {
    if (this.#opened) await this.#files.removeFile(this.path)
  }
}

/** Lines of a journal whose writer may have died within the last one. */
function parseLines(text: string): Line[] {
  return text.split('\n').flatMap((line) => {
    try {
      return line === '' ? [] : [JSON.parse(line) as Line]
    } catch {
      return []
    }
  })
}

/** Reads one journal; undefined when nothing was ever started under it. */
export function parseJournal(path: string, text: string): JournalRecord | undefined {
  const lines = parseLines(text)
  const first = lines[0]
  if (first === undefined || !('header' in first)) return undefined
  const steps: JournaledStep[] = []
  for (const line of lines) {
    if ('start' in line) {
      const { kind, title, args, record } = line
      steps[line.start] = {
        kind,
        ...(title === undefined ? {} : { title }),
        args,
        record,
        done: false,
        undone: false,
      }
    }
    if ('done' in line && steps[line.done] !== undefined) (steps[line.done] as JournaledStep).done = true
    if ('undone' in line && steps[line.undone] !== undefined)
      (steps[line.undone] as JournaledStep).undone = true
  }
  return { path, header: first.header, steps, complete: lines.some((line) => 'complete' in line) }
}

/** Notes in another process's journal that a step was undone; its last line may be torn. */
export function noteUndone(files: Effects['files'], { path }: JournalRecord, index: number): void {
  files.append(path, `\n${journalLine({ undone: index })}`, 0o600)
}

/** One journal; undefined when it is gone, or nothing was ever started under it. */
export async function readJournal(files: Effects['files'], path: string): Promise<JournalRecord | undefined> {
  return parseJournal(path, (await files.readText(path)) ?? '')
}

/** All journals in the directory, of operations that run now and of interrupted ones, oldest first. */
export async function readJournals(files: Effects['files'], directory: string): Promise<JournalRecord[]> {
  const names = (await files.list(directory)).filter((name) => name.endsWith('.jsonl')).sort()
  const read = await Promise.all(names.map((name) => readJournal(files, join(directory, name))))
  return read.filter((journal) => journal !== undefined)
}

/** Whether the process that wrote the journal is gone: a recycled pid has another start time. */
export function isInterrupted({ header }: JournalRecord, processes: Effects['processes']): boolean {
  if (!processes.isAlive(header.pid)) return true
  return header.processStart !== undefined && processes.startTime(header.pid) !== header.processStart
}
