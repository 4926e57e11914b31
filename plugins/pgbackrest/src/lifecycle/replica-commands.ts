import type { ReplicaCommandsEvent } from '@pglift/sdk'
import { asFirst, pgbackrestArgv } from '../argv/argv.js'
import { fieldOf } from '../model.js'
import type { Session } from '../session.js'
import { boundStanza } from '../stanzas.js'

/** In `restore_command` `%` begins a placeholder. */
const literal = (word: string): string => word.replaceAll('%', '%%')

/**
 * A replica is made of a backup; WAL that its leader has no more comes from the archive. Of which backup, pglift has to say
 * at that time: the latest one may lie on a timeline that was left, from where no replica gets to its leader.
 */
export function replicaCommands(session: Session): (event: ReplicaCommandsEvent) => Promise<void> {
  return async ({ instance, desired, program, commands }) => {
    const { datadir, waldir } = instance
    const stanza = fieldOf(desired)?.stanza ?? (await boundStanza(session, datadir))?.stanza
    const [node, ...words] = program
    if (stanza === undefined || node === undefined) return
    const verb = ['--non-interactive', 'instance', 'restore-replica']
    const options = [`--stanza=${stanza}`, `--datadir=${datadir}`, `--waldir=${waldir}`]
    const [execpath, ...get] = pgbackrestArgv(
      session.section,
      stanza,
      'archive-get',
      asFirst({ path: datadir }),
    )
    commands.push({
      name: 'pgbackrest',
      argv: [node, ...words, ...verb, ...options],
      walArgv: [literal(execpath), ...get.map(literal), '%f', '%p'],
    })
  }
}
