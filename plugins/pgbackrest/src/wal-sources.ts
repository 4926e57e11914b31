import { join } from 'node:path'
import type { Argv } from '@pglift/sdk'
import { getArgv, listArgv } from './argv/repository.js'
import type { Archive } from './info.js'
import { runPgbackrest } from './run.js'
import type { Session } from './session.js'
import { HISTORY, historyName, type Timeline, timelineOf } from './timelines.js'
import { unarchivedFiles, waitingSegments } from './unarchived.js'

export type Asking = Pick<Session, 'section' | 'effects' | 'signal' | 'log'>

/** Something that recovery can take WAL from, and what it knows of the timelines. */
export interface WalSource {
  /** Those whose history it has, oldest first; the first one has none. */
  readonly timelines: readonly Timeline[]
  /** Those that it has WAL of. */
  readonly withWal: readonly number[]
  history(timeline: number): Promise<string>
  hasSegment(name: string): Promise<boolean>
}

const oldestFirst = (one: Timeline, other: Timeline): number => one.timeline - other.timeline

/** What `pgbackrest repo-ls --output=json` lists of a stanza's archive. */
export function parseArchive(json: string): Pick<WalSource, 'timelines' | 'withWal'> {
  const listed = Object.entries(JSON.parse(json) as Record<string, { time?: number }>)
  const timelines = listed.flatMap(([name, { time = 0 }]) =>
    HISTORY.test(name) ? [{ timeline: timelineOf(name), beganMs: time * 1000 }] : [],
  )
  const withWal = listed.flatMap(([name]) => (/^[0-9A-F]{16}$/.test(name) ? [timelineOf(name)] : []))
  return { timelines: timelines.sort(oldestFirst), withWal }
}

/** The archive of a stanza's cluster in a repository. One short call of pgBackRest, and one for each question. */
export async function repositorySource(
  { section, effects, signal, log }: Asking,
  stanza: string,
  { id, repository }: Archive,
): Promise<WalSource> {
  const ask = (argv: Argv) =>
    runPgbackrest(argv, { processes: effects.processes, signal, log }, { what: 'look for timelines' })
  const directory = `archive/${stanza}/${id}`
  const list = (path: string) => ask(listArgv(section, stanza, path, repository))
  return {
    ...parseArchive(await list(directory)),
    history: (timeline) => ask(getArgv(section, stanza, `${directory}/${historyName(timeline)}`, repository)),
    async hasSegment(name) {
      const listed = JSON.parse(await list(`${directory}/${name.slice(0, 16)}`)) as object
      return Object.keys(listed).some((file) => file.startsWith(`${name}-`))
    },
  }
}

/** WAL on this host that no repository has. */
export interface LocalWal {
  /** Where it really lies. */
  readonly waldir: string
  /** Whether its data directory is gone: then it is brought back after a restore, else archived before. */
  readonly isOrphan: boolean
}

/** What the archive lacks and recovery will find all the same. */
export async function localSource({ effects }: Asking, { waldir, isOrphan }: LocalWal): Promise<WalSource> {
  const { files } = effects
  const waiting = await (isOrphan ? unarchivedFiles : waitingSegments)(effects, waldir)
  const timelines: Timeline[] = []
  for (const name of waiting.filter((each) => HISTORY.test(each))) {
    const { mtimeMs = 0 } = (await files.status(join(waldir, name))) ?? {}
    timelines.push({ timeline: timelineOf(name), beganMs: mtimeMs })
  }
  return {
    timelines,
    withWal: waiting.filter((name) => /^[0-9A-F]{24}$/.test(name)).map(timelineOf),
    history: async (timeline) => (await files.readText(join(waldir, historyName(timeline)))) ?? '',
    hasSegment: async (name) => waiting.includes(name),
  }
}
