import type { Argv } from '@pglift/sdk'
import { confEscaped, shellWord } from '../conf/archive.js'
import { asFirst, pgbackrestArgv, type Tool } from './argv.js'

/** How far a restore goes: to the end of the archive, to a time, to where a timeline was left, or to the end of one backup. */
export type RestoreTarget =
  | { readonly kind: 'latest' }
  /** With offset: `2026-01-01 10:00:00+01:00`; on which timeline, where there are several. */
  | { readonly kind: 'time'; readonly time: string; readonly timeline?: number }
  /** To the end of what a timeline handed on: `0/6000190`. */
  | { readonly kind: 'fork'; readonly lsn: string; readonly timeline: number }
  | { readonly kind: 'backup'; readonly label: string }

/** A standby that the restored cluster is to be. */
export interface RestoredStandby {
  readonly conninfo: string
  readonly slot?: string
}

export interface RestoreOptions {
  readonly datadir: string
  /** Where pg_wal goes when the cluster is new; absent: where the backup says. */
  readonly waldir?: string
  /** Files that are there are compared and replaced; else the directories must be empty. */
  readonly delta: boolean
  readonly target: RestoreTarget
  /** The backup to begin with; absent: pgBackRest chooses. It finds the repository, and WAL in whichever has it. */
  readonly label?: string
  /** What is absent in it somebody else writes: Patroni. */
  readonly standby?: Partial<RestoredStandby>
}

function targetOptions(target: RestoreTarget): string[] {
  switch (target.kind) {
    case 'latest':
      return []
    case 'time':
      return [
        '--type=time',
        `--target=${target.time}`,
        '--target-action=promote',
        ...(target.timeline === undefined ? [] : [`--target-timeline=${target.timeline}`]),
      ]
    case 'fork':
      return [
        '--type=lsn',
        `--target=${target.lsn}`,
        '--target-exclusive',
        '--target-action=promote',
        `--target-timeline=${target.timeline}`,
      ]
    case 'backup':
      return ['--type=immediate', `--set=${target.label}`, '--target-action=promote']
  }
}

/** pgBackRest writes the value between quotes, as it is. */
function recoveryOption(name: string, value: string): string {
  return `--recovery-option=${name}=${confEscaped(value)}`
}

function standbyOptions(standby: Partial<RestoredStandby> | undefined): string[] {
  if (standby === undefined) return []
  const { conninfo, slot } = standby
  return [
    '--type=standby',
    ...(conninfo === undefined ? [] : [recoveryOption('primary_conninfo', conninfo)]),
    ...(slot === undefined ? [] : [recoveryOption('primary_slot_name', slot)]),
  ]
}

/** pgBackRest's own `restore_command` quotes nothing: a path that means something to a shell would not be found again. */
function commandOptions({ execpath, configpath }: Tool, stanza: string, datadir: string): string[] {
  const words = [execpath, `--config-path=${configpath}`, `--stanza=${stanza}`, ...asFirst({ path: datadir })]
  const quoted = words.map(shellWord)
  if (quoted.every((word, index) => word === words[index])) return []
  return [recoveryOption('restore_command', [...quoted, 'archive-get', '%f', '"%p"'].join(' '))]
}

/** A restore with its progress on standard output. */
export function restoreArgv(tool: Tool, stanza: string, options: RestoreOptions): Argv {
  const { datadir, waldir, delta, target, label, standby } = options
  return pgbackrestArgv(
    tool,
    stanza,
    'restore',
    [
      ...asFirst({ path: datadir }),
      ...(delta ? ['--delta'] : []),
      ...(waldir === undefined ? ['--link-all'] : [`--link-map=pg_wal=${waldir}`]),
      ...targetOptions(target),
      ...(label === undefined || target.kind === 'backup' ? [] : [`--set=${label}`]),
      ...standbyOptions(standby),
      ...commandOptions(tool, stanza, datadir),
    ],
    { progress: true },
  )
}
