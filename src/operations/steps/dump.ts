import { join } from 'node:path'
import { type Performers, performer, type StepContext } from '../../engine/step.js'
import { operational } from '../../errors/kinds.js'
import type { Reachable, Sessions } from '../../host/sessions.js'
import type { Secret } from '../../models/secret.js'
import { type DumpVariables, dumpArgvs, restoreArgvs } from '../../postgresql/argv/dump.js'
import { databaseExists, dropOwnDatabase } from './database.js'

type Commands = readonly (readonly string[])[]

export interface DumpDatabase {
  /** Setting `dump_commands`. */
  commands: Commands
  variables: Omit<DumpVariables, 'path'>
  password?: Secret
  /** Where the dump is to appear. */
  directory: string
}

export interface RestoreDatabase {
  instance: Reachable
  /** Setting `restore_commands`. */
  commands: Commands
  variables: DumpVariables
  password?: Secret
  /** The database that the dump itself creates, which did not exist before. */
  creates?: string
}

declare module '../../engine/step.js' {
  interface StepKinds {
    /** Runs the site's dump commands. */
    'database.dump': DumpDatabase
    /** Runs the site's restore commands. */
    'database.restore': RestoreDatabase
  }
}

type Run = { password?: Secret }

async function runAll(
  argvs: readonly (readonly [string, ...string[]])[],
  { password }: Run,
  { effects, log, signal }: StepContext,
): Promise<void> {
  for (const argv of argvs) {
    const name = argv[0].slice(argv[0].lastIndexOf('/') + 1)
    await effects.processes.run(argv, {
      env: { PGPASSWORD: password?.reveal() },
      signal,
      onLine: (line) => log.debug(`${name}: ${line}`),
    })
  }
}

const workplace = ({ directory }: DumpDatabase, { operationId }: StepContext): string =>
  join(directory, `.dump-${operationId}`)

/** Gives what the commands made its place, all of it or none. */
async function publish(from: string, to: string, { effects: { files } }: StepContext): Promise<void> {
  const names = await files.list(from)
  for (const name of names)
    if ((await files.status(join(to, name))) !== undefined)
      throw operational('PGLIFT_DUMP_EXISTS', `dump ${join(to, name)} already exists`, {
        hint: 'dumps are named by the second: try again',
      })
  for (const name of names) await files.rename(join(from, name), join(to, name))
}

/**
 * The commands' `{path}` is an empty, private directory: only what is whole is moved to where dumps are listed. Dumps
 * hold data: whatever the umask, they are nobody else's.
 */
const dump = performer('database.dump', {
  async do(args, context) {
    const { files, processes } = context.effects
    const path = workplace(args, context)
    await files.makeDirectories(path, 0o700)
    await runAll(dumpArgvs(args.commands, { ...args.variables, path }), args, context)
    await processes.run(['chmod', '-R', 'go=', path], { signal: context.signal })
    await publish(path, args.directory, context)
    await files.removeTree(path)
  },
  undo: (args, _, context) => context.effects.files.removeTree(workplace(args, context)),
})

function restoreStep(sessions: Sessions): Performers {
  return performer<'database.restore', { existed: boolean }>('database.restore', {
    prepare: async ({ instance, creates }) => ({
      existed: creates === undefined || (await databaseExists(sessions, { instance, name: creates })),
    }),
    do: (args, context) =>
      runAll(
        restoreArgvs(args.commands, {
          ...args.variables,
          createoption: args.creates === undefined ? '' : '-C',
        }),
        args,
        context,
      ),
    undoable: ({ creates }) => creates !== undefined,
    async undo({ instance, creates }, { existed }) {
      if (creates !== undefined && !existed) await dropOwnDatabase(sessions, { instance, name: creates })
    },
  })
}

/** Logical backups of databases. */
export const dumpSteps = (sessions: Sessions): Performers => ({ ...dump, ...restoreStep(sessions) })
