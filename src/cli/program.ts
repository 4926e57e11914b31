import { join } from 'node:path'
import { Config, Errors, flush, type Interfaces, run, settings } from '@oclif/core'
import { realFiles } from '../effects/files.js'
import { knownPath, usageLinesFor } from './argv/command-path.js'
import { type HoistedArgv, hoist } from './argv/hoist.js'
import { groupUsage, usageLines } from './argv/labels.js'
import { isParseError, usageFromParseError } from './argv/parser-faults.js'
import { hasPlugins } from './components/installed.js'
import { wholePlugins } from './components/interrupted.js'
import { type Lending, lend } from './components/lend.js'
import { endStart, guardStart } from './components/start-guard.js'
import { printReport } from './errors/command-end.js'
import { reportOf } from './errors/error-report.js'
import { oclifLogger } from './log/oclif-logger.js'

type LoadOptions = Interfaces.LoadOptions

const BIN = 'pglift'

export interface ProgramOptions {
  /** Words of the command line, without node and the program. */
  readonly argv: readonly string[]
  /** Directory of the package: package.json, dist/, templates/. */
  readonly root: string
  readonly uid: number | undefined
}

/**
 * Runs the program and sets `process.exitCode`; it never ends the process. root may see help, version and completion,
 * without plugins: their code may belong to someone else.
 */
export async function program({ argv, root, uid }: ProgramOptions): Promise<void> {
  settings.enableAutoTranspile = false
  const asRoot = uid === 0
  let from: LoadOptions = {
    root,
    ...(await description(root)),
    userPlugins: !asRoot,
    devPlugins: false,
    ...oclifLogger(process.env),
  }
  const lending = lend()
  guardStart()
  let words: readonly string[] = []
  // Nobody reads standard error any more: no reason to fail.
  process.stderr.on('error', () => undefined)
  process.once('uncaughtException', (error) => {
    void printError(error, words, from).finally(() => process.exit())
  })
  try {
    if (!asRoot) from = await wholePlugins(from, process.env)
    const hoisted = await hoistedFor(argv, from)
    words = hoisted.argv
    if (asRoot && !isHarmless(hoisted)) {
      printReport({ lines: ['Error: pglift cannot be used as root'], json: undefined })
      process.exitCode = 1
    } else if (hoisted.eager === undefined && hoisted.argv.length > 0) {
      await run(withoutForeignOptions(hoisted.argv), from)
    } else {
      await answerEager(hoisted, from)
    }
  } catch (error) {
    await printError(error, words, from)
  } finally {
    endStart()
    await flush()
    endInTime(lending)
  }
}

/** Whether an option belongs to the group before it, only the plugin of that group knows. */
async function hoistedFor(argv: readonly string[], from: LoadOptions): Promise<HoistedArgv> {
  const hoisted = hoist(argv)
  if (hoisted.undecided === undefined) return hoisted
  const { instanceGroups } = await import('./argv/instance-groups.js')
  return hoist(argv, instanceGroups(await Config.load(from)))
}

/** The program's package.json, which oclif would look for in folder after folder. */
async function description(root: string): Promise<{ readonly pjson?: Interfaces.PJSON }> {
  const text = await realFiles().readText(join(root, 'package.json'))
  return text === undefined ? {} : { pjson: JSON.parse(text) as Interfaces.PJSON }
}

const GRACE_MS = 2000

/** A component may have left a timer or a connection behind: nobody waits for that. Does not wait itself. */
function endInTime({ isTaken }: Lending): void {
  if (isTaken) setTimeout(() => process.exit(), GRACE_MS).unref()
}

/** What root may do: nothing here reads settings or changes anything. */
function isHarmless({ argv, eager }: HoistedArgv): boolean {
  const separator = argv.indexOf('--')
  const words = separator === -1 ? argv : argv.slice(0, separator)
  return eager !== undefined || argv.length === 0 || words.includes('--help')
}

/** Answers what needs no command: `--version`, `--completion`, the program's help, and no arguments at all. */
async function answerEager({ eager }: HoistedArgv, from: LoadOptions): Promise<void> {
  if (eager === 'help') {
    await run(['--help'], from)
    return
  }
  const config = await Config.load(from)
  endStart()
  if (eager === 'version') {
    process.stdout.write(`${BIN} version ${config.version}\n`)
  } else if (eager !== undefined) {
    const { completionScript } = await import('./completion/script.js')
    await withComponents(config, true)
    process.stdout.write(completionScript(eager.completion, config))
  } else {
    const { default: Help } = await import('./help/help.js')
    await withComponents(config, false)
    new Help(config).showUsage([])
  }
}

/** What oclif's `run` does by the init hook. */
async function withComponents(config: Config, flags: boolean): Promise<void> {
  if (!hasPlugins(config)) return
  const { prepareEverything } = await import('./components/prepare.js')
  await prepareEverything(config, { flags })
}

/** The commands of `plugins` are oclif's: they don't know our options. */
function withoutForeignOptions(argv: readonly string[]): string[] {
  if (argv[0] !== 'plugins') return [...argv]
  return argv.filter((word) => !/^--(log-level=|log-file=|interactive$|non-interactive$|debug$)/.test(word))
}

/** Tells of an error that no command has told of: of `plugins`, hooks, or the command line itself. */
async function printError(thrown: unknown, words: readonly string[], from: LoadOptions): Promise<void> {
  endStart()
  if (thrown instanceof Errors.ExitError) {
    process.exitCode = thrown.oclif.exit
    return
  }
  const error = isParseError(thrown) ? usageFromParseError(thrown) : thrown
  const config = (error as { kind?: unknown }).kind === 'usage' ? await loadedOrNot(from) : undefined
  const usage = (path?: readonly string[]) =>
    config === undefined
      ? usageLines(groupUsage(BIN, path ?? []), BIN, path ?? [])
      : usageLinesFor(config, path ?? knownPath(config, words))
  const report = await reportOf(error, usage, async (bug) => {
    const { keepDebugLog } = await import('./log/debug-log.js')
    return keepDebugLog(bug)
  })
  printReport(report)
  process.exitCode = report.exitCode
}

async function loadedOrNot(from: LoadOptions): Promise<Config | undefined> {
  return Config.load(from).catch(() => undefined)
}
