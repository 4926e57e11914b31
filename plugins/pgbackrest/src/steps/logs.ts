import { join } from 'node:path'
import { type Files, type Performers, performer } from '@pglift/sdk'

declare module '@pglift/sdk' {
  interface StepKinds {
    /** Removes the logs of a stanza. */
    'pgbackrest.remove-logs': { directory: string; stanza: string }
  }
}

const COMMANDS =
  /^(backup|check|expire|restore|verify|start|stop|stanza-(create|upgrade|delete)|archive-(get|push)(-async)?)\.log$/

/** pgBackRest calls them by stanza and command, `main-backup.log`; those of a stanza `main-app` begin alike. */
function isLogOf(stanza: string, name: string): boolean {
  return name.startsWith(`${stanza}-`) && COMMANDS.test(name.slice(stanza.length + 1))
}

/** Removes what pgBackRest has logged about a stanza. */
export async function removeLogs(files: Files, directory: string, stanza: string): Promise<void> {
  for (const name of await files.list(directory))
    if (isLogOf(stanza, name)) await files.removeFile(join(directory, name))
}

/** Done last: pgBackRest writes some while the stanza goes. */
export const logSteps: Performers = performer('pgbackrest.remove-logs', {
  do: ({ directory, stanza }, { effects }) => removeLogs(effects.files, directory, stanza),
  undo: async () => undefined,
})
