import type { Argv } from '@pglift/sdk'
import { asFirst, pgbackrestArgv, type Tool } from './argv.js'

/** How far a restore goes: to the end of the archive, to a time, or to the end of one backup. */
export type RestoreTarget =
  | { readonly kind: 'latest' }
  /** With offset: `2026-01-01 10:00:00+01:00`; on which timeline, where there are several. */
  | { readonly kind: 'time'; readonly time: string; readonly timeline?: number }
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
  /** The backup to begin with; absent: pgBackRest chooses. */
  readonly label?: string
  readonly standby?: RestoredStandby
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
    case 'backup':
      return ['--type=immediate', `--set=${target.label}`, '--target-action=promote']
  }
}

function standbyOptions(standby: RestoredStandby | undefined): string[] {
  if (standby === undefined) return []
  const { conninfo, slot } = standby
  return [
    '--type=standby',
    `--recovery-option=primary_conninfo=${conninfo}`,
    ...(slot === undefined ? [] : [`--recovery-option=primary_slot_name=${slot}`]),
  ]
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
    ],
    { progress: true },
  )
}
