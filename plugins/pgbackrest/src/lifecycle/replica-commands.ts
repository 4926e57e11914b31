import type { ReplicaCommandsEvent } from '@pglift/sdk'
import { asFirst, pgbackrestArgv } from '../argv/argv.js'
import { fieldOf } from '../model.js'
import type { Session } from '../session.js'

/** In `restore_command` `%` begins a placeholder. */
const literal = (word: string): string => word.replaceAll('%', '%%')

/** A replica is made of the latest backup; WAL that its leader has no more comes from the archive. */
export function replicaCommands({ section }: Session): (event: ReplicaCommandsEvent) => Promise<void> {
  return async ({ instance, desired, commands }) => {
    const { stanza } = fieldOf(desired) ?? {}
    if (stanza === undefined) return
    const { datadir, waldir } = instance
    const first = asFirst({ path: datadir })
    const restore = [...first, '--delta', '--type=standby', `--link-map=pg_wal=${waldir}`]
    const [program, ...words] = pgbackrestArgv(section, stanza, 'archive-get', first)
    commands.push({
      name: 'pgbackrest',
      argv: pgbackrestArgv(section, stanza, 'restore', restore),
      walArgv: [literal(program), ...words.map(literal), '%f', '%p'],
    })
  }
}
