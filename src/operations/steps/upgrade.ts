import { join } from 'node:path'
import { NothingDone, type Performers, performer, type StepContext } from '../../engine/step.js'
import { operational, PgliftError } from '../../errors/kinds.js'
import { type InitdbOptions, initdbArgv } from '../../postgresql/argv/initdb.js'
import { upgradeArgv } from '../../postgresql/argv/upgrade.js'
import { endProcesses } from './end-processes.js'
import { postgresqlEnvironment } from './environment.js'
import { runningPostmaster, stopPostmaster } from './postmaster.js'
import { extensionUpdates } from './upgrade-report.js'

interface Side {
  id: string
  bindir: string
  datadir: string
}

export interface Upgrade {
  from: Side
  to: Side
  superuser: string
  /** What the user gave after `--`, and `--check`. */
  extra: readonly string[]
  /** Only `pg_upgrade --check`. */
  check: boolean
  /** Start of the path of pg_upgrade's working directory: its scripts and logs stay there when it fails. */
  workDirectory: string
  /** Private directory for sockets, with a short path. */
  socketDirectory: string
}

declare module '../../engine/step.js' {
  interface StepKinds {
    /** initdb for pg_upgrade; nobody can connect to what it makes before its pg_hba.conf is replaced but by socket. */
    'upgrade.initdb': InitdbOptions & { options: readonly string[] }
    'postgresql.upgrade': Upgrade
    /** Removes what was made for `--check`: data, WAL and the directories above them that were made for it. */
    'upgrade.discard': { datadir: string; waldir: string; made: readonly string[] }
  }
}

const initdb = performer('upgrade.initdb', {
  async do({ options, ...args }, { effects, log, signal }) {
    const [program, ...rest] = initdbArgv(args)
    await effects.processes.run([program, ...rest, ...options], {
      env: { ...postgresqlEnvironment(), LC_ALL: undefined },
      cwd: args.datadir,
      signal,
      onLine: (line) => log.debug(`initdb: ${line}`),
    })
  },
  // The directories' own undo empties them.
  undo: async () => undefined,
})

const workDirectoryOf = ({ workDirectory }: Upgrade, { operationId }: StepContext): string =>
  `${workDirectory}-${operationId}`

/** `--swap` (18) moves the files of the former cluster: then nothing may be deleted any more. */
export function movesFiles(extra: readonly string[]): boolean {
  return extra.some((word) => word.length > 3 && '--swap'.startsWith(word))
}

const HBA = 'pg_hba.conf'

/**
 * Both servers run on sockets in a directory that is ours alone (0700), without TCP: there the superuser needs no
 * password, whatever pg_hba.conf of the instance asks for.
 */
async function makeDirectories(args: Upgrade, context: StepContext): Promise<void> {
  const { files } = context.effects
  const made = await files.makeDirectories(args.socketDirectory, 0o700)
  if (!made.includes(args.socketDirectory))
    throw operational(
      'PGLIFT_UPGRADE_DIRECTORY',
      `${args.socketDirectory} exists already: it may not be ours`,
    )
  await files.write(
    join(args.socketDirectory, HBA),
    'local all all trust\nlocal replication all trust\n',
    0o600,
  )
  await files.makeDirectories(workDirectoryOf(args, context), 0o700)
}

/** The checks are over: from here on files may be linked or moved. */
const BEGINS = /^Performing Upgrade/

/** Runs pg_upgrade; `onBegin` is called when its checks have found nothing wrong. */
async function runUpgrade(args: Upgrade, context: StepContext, onBegin: () => void): Promise<void> {
  const { from, to, superuser, extra, check, socketDirectory } = args
  const trusted = `-c hba_file=${join(socketDirectory, HBA)}`
  const argv = upgradeArgv({
    oldBindir: from.bindir,
    newBindir: to.bindir,
    oldDatadir: from.datadir,
    newDatadir: to.datadir,
    superuser,
    socketDirectory,
    extra: [`--old-options=${trusted}`, `--new-options=${trusted}`, ...(check ? ['--check'] : []), ...extra],
  })
  await context.effects.processes.run(argv, {
    env: postgresqlEnvironment(),
    cwd: workDirectoryOf(args, context),
    signal: context.signal,
    onLine: (line) => {
      if (BEGINS.test(line)) onBegin()
      context.log.debug(`pg_upgrade: ${line}`)
    },
  })
}

async function copyTree({ effects: { files } }: StepContext, from: string, to: string): Promise<void> {
  const kind = (await files.status(from))?.kind
  if (kind === 'file') await files.write(to, (await files.readBytes(from)) ?? '', 0o600)
  if (kind !== 'directory') return
  await files.makeDirectories(to, 0o700)
  const context = { effects: { files } } as StepContext
  for (const name of await files.list(from)) await copyTree(context, join(from, name), join(to, name))
}

const OUTPUT = 'pg_upgrade_output.d'

/** Of a pg_upgrade that gave up before it touched anything. */
export const UPGRADE_REFUSED = 'PGLIFT_UPGRADE_REFUSED'

/** Since 15 the logs lie in the new data directory, which is about to go. */
async function failure(
  error: PgliftError,
  args: Upgrade,
  begun: boolean,
  context: StepContext,
): Promise<Error> {
  const kept = workDirectoryOf(args, context)
  await copyTree(context, join(args.to.datadir, OUTPUT), join(kept, OUTPUT))
  const details = { cause: error, hint: `logs and scripts of pg_upgrade are in ${kept}` }
  if (!begun) return new NothingDone(operational(UPGRADE_REFUSED, error.message, details))
  const moved = movesFiles(args.extra)
    ? `; with --swap files of ${args.from.id} may have moved: neither ${args.from.datadir} nor ${args.to.datadir} was deleted`
    : ''
  return operational(error.code, error.message, { ...details, hint: `${details.hint}${moved}` })
}

const controlFile = ({ from }: Upgrade): string => join(from.datadir, 'global', 'pg_control')

async function report(args: Upgrade, context: StepContext): Promise<void> {
  const { files } = context.effects
  const script = await files.readText(join(workDirectoryOf(args, context), 'update_extensions.sql'))
  for (const line of extensionUpdates(script ?? '')) context.log.info(line)
  const { from, to } = args
  if ((await files.status(`${controlFile(args)}.old`)) !== undefined)
    context.log.warning(
      `${from.id} shares its data files with ${to.id}: it must not be started any more; drop it with 'pglift instance drop ${from.id}'`,
    )
}

const PROGRAMS: ReadonlySet<string> = new Set([
  'pg_upgrade',
  'pg_ctl',
  'pg_dump',
  'pg_dumpall',
  'pg_resetwal',
  'pg_restore',
  'postgres',
  'psql',
  'vacuumdb',
])

/** Ends what a killed pglift or pg_upgrade left at work; not the former instance when someone has started it since. */
async function endUpgrade(args: Upgrade, context: StepContext): Promise<void> {
  const { effects, signal } = context
  await endProcesses(effects, workDirectoryOf(args, context), PROGRAMS)
  const server = await runningPostmaster(effects, args.from.datadir)
  if (server?.socketDirectory === args.socketDirectory)
    await stopPostmaster(effects, args.from.datadir, 'fast', signal)
  await stopPostmaster(effects, args.to.datadir, 'immediate', signal)
}

const upgrade = performer('postgresql.upgrade', {
  async do(args, context) {
    const { files } = context.effects
    await makeDirectories(args, context)
    let begun = false
    try {
      await runUpgrade(args, context, () => {
        begun = true
      })
    } catch (error) {
      if (!(error instanceof PgliftError)) throw error
      if (!begun) await endUpgrade(args, context)
      throw await failure(error, args, begun, context)
    } finally {
      await files.removeTree(args.socketDirectory)
    }
    await report(args, context)
    await files.removeTree(workDirectoryOf(args, context))
  },
  undoable: ({ extra }: Upgrade) => !movesFiles(extra),
  async undo(args, _, context) {
    const { files } = context.effects
    await endUpgrade(args, context)
    await files.removeTree(args.socketDirectory)
    const control = controlFile(args)
    // `--link` renames it so that the former cluster can't be started; its data is whole until the new one is.
    if ((await files.status(control)) === undefined && (await files.status(`${control}.old`)) !== undefined)
      await files.rename(`${control}.old`, control)
  },
})

const discard = performer('upgrade.discard', {
  async do({ datadir, waldir, made }, { effects: { files } }) {
    await files.removeTree(datadir)
    await files.removeTree(waldir)
    for (const path of made.toReversed()) await files.removeEmptyDirectory(path)
  },
  undo: async () => undefined,
})

/** Upgrading to another major. */
export const upgradeSteps: Performers = { ...initdb, ...upgrade, ...discard }
