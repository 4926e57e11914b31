import { Command, Config, type Interfaces } from '@oclif/core'
import type { FileDiff } from '../engine/step.js'
import type { PgliftError } from '../errors/kinds.js'
import type { Host } from '../host/host.js'
import type { FlagOperation } from '../models/flag-spec.js'
import { bareSecretNames, secretPrompt } from './argv/bare-secret-prompt.js'
import { usageLinesFor } from './argv/command-path.js'
import { readGlobals } from './argv/globals.js'
import { isParseError, usageFromParseError } from './argv/parser-faults.js'
import { parserInput } from './argv/parser-input.js'
import { type Scan, type ScannedFlags, scan } from './argv/scan.js'
import { hasComponents } from './components/installed.js'
import type { Site } from './components/site.js'
import { endOf, printReport } from './errors/command-end.js'
import { reportOf, type UsageLines } from './errors/error-report.js'
import type { Logger } from './log/log.js'
import { maskArgv, shellJoin } from './log/mask.js'
import { diffResult } from './output/diff-output.js'
import { jsonText } from './output/json.js'
import { type Update, withProgress } from './output/progress.js'
import { objectTable, type Row, type TableOptions, table } from './output/table.js'
import { Session } from './session.js'
import { readSite } from './settings-source.js'

/** Values of flags or arguments, as oclif's types have it. */
type Values = Interfaces.OutputFlags<Record<string, never>>

/**
 * Base of all commands: `parse` the command line, `openHost`, do, `print...`. Results go to standard output, all else
 * to standard error. Options of every command (`-L`, `-l`, `--non-interactive`, `--debug`) are read here.
 */
export abstract class PgliftCommand extends Command {
  static override enableJsonFlag = false

  /** After that many arguments all the rest is arguments: those of a program that the command runs. */
  static optionsEndAfter?: number

  /** Whether the command is audited; by default, if it takes `--dry-run`. */
  static audited?: boolean

  /** Whether every enabled component has to work although the command changes nothing: it tells what would change. */
  static needsComponents?: boolean

  /** Whether the site must be installed; those that work on the site itself, or repair it, do without. */
  static needsSite = true

  /** For which operation on instances components add options; help and completion read it from the manifest. */
  static extensible?: FlagOperation

  #site: Promise<Site> | undefined
  #session: Session | undefined
  #host: Host | undefined
  #json = false
  #flags: Readonly<Record<string, unknown>> = {}
  #definitions: ScannedFlags = {}

  private get self(): typeof PgliftCommand {
    return this.ctor as typeof PgliftCommand
  }

  /** Log of this command, from `parse` on. */
  protected get logger(): Logger {
    return this.#running.log
  }

  /** Aborted by SIGINT and SIGTERM. */
  protected get signal(): AbortSignal {
    return this.#running.interruption.signal
  }

  /** Whether the result is to be printed as JSON. */
  protected get json(): boolean {
    return this.#json
  }

  get #running(): Session {
    if (this.#session === undefined) throw new Error(`command ${this.id} has not parsed its command line`)
    return this.#session
  }

  /** As oclif's own, which would make the `Config` that it is given a second time. */
  static override async run<T extends Command>(
    this: new (
      argv: string[],
      config: Config,
    ) => T,
    argv: string[] = process.argv.slice(2),
    options?: Interfaces.LoadOptions,
  ): Promise<ReturnType<T['run']>> {
    const config = options instanceof Config ? options : await Config.load(options)
    return (new this(argv, config) as unknown as PgliftCommand)._run()
  }

  override jsonEnabled(): boolean {
    return false
  }

  /** Settings of the site and its components; read once. */
  protected site(): Promise<Site> {
    this.#site ??= readSite(this.config)
    return this.#site
  }

  /** Options that components add to this command. */
  protected async componentFlags(): Promise<Interfaces.FlagInput> {
    const { extensible } = this.self
    if (extensible === undefined || !hasComponents(this.config)) return {}
    const { componentFlags } = await import('./components/flags.js')
    return componentFlags((await this.site()).instanceModel, extensible) as Interfaces.FlagInput
  }

  /**
   * Reads the command line as the original does and asks for passwords that were given bare (`--password`). Faults are
   * usage errors in the original's words.
   */
  protected override async parse<F extends Values, B extends Values, A extends Values>(
    options?: Interfaces.Input<F, B, A>,
    argv: string[] = this.argv,
  ): Promise<Interfaces.ParserOutput<F, B, A>> {
    const input = options ?? (this.ctor as unknown as Interfaces.Input<F, B, A>)
    const definitions = {
      ...input.baseFlags,
      ...input.flags,
      ...(await this.componentFlags()),
    } as Interfaces.FlagInput
    this.#definitions = definitions
    const found = await this.#scanned(argv, definitions as ScannedFlags)
    this.#json = found.options.some(({ name, value }) => name === 'output-format' && value === 'json')
    this.#session = await Session.start(readGlobals(found.options))
    const prepared = parserInput(found, definitions, input.args ?? {})
    const parsed = await super
      .parse(
        {
          ...input,
          baseFlags: {},
          flags: prepared.flags,
          args: prepared.args,
        } as unknown as Interfaces.Input<F, B, A>,
        prepared.argv,
      )
      .catch((error: unknown) => {
        throw prepared.fault.error ?? (isParseError(error) ? usageFromParseError(error) : error)
      })
    this.argv = argv
    if (parsed.flags['dry-run']) this.#session.ask.takeDefaults()
    await this.#askSecrets(parsed.flags, definitions)
    this.#flags = parsed.flags
    return { ...parsed, argv: [...found.positionals] }
  }

  async #scanned(argv: string[], definitions: ScannedFlags): Promise<Scan> {
    try {
      return scan(argv, definitions, this.self.optionsEndAfter)
    } catch (error) {
      const isUnknown = (error as { code?: string }).code === 'PGLIFT_USAGE_NO_OPTION'
      if (!isUnknown || this.self.extensible === undefined) throw error
      const { optionOfAbsent } = await import('./components/absent.js')
      throw await optionOfAbsent(this.config, error as PgliftError)
    }
  }

  async #askSecrets(flags: Record<string, unknown>, definitions: Interfaces.FlagInput): Promise<void> {
    for (const name of bareSecretNames(flags)) {
      const answer = await this.#running.ask.newPassword(secretPrompt(name, definitions[name]), `--${name}`)
      flags[name] = (await definitions[name]?.parse?.(answer as never, this as never, {} as never)) ?? answer
    }
  }

  /** The host, with the site's settings and the enabled components. Starts the audit of commands that change something. */
  protected async openHost(): Promise<Host> {
    const session = this.#running
    const { log, ask, interruption } = session
    interruption.listen()
    const [{ openHost }, { realEffects }] = await Promise.all([
      import('./open-host.js'),
      import('../effects/real.js'),
    ])
    const mutates = this.self.audited ?? 'dry-run' in this.#definitions
    const options = {
      oclif: this.config,
      mutates: mutates || this.self.needsComponents === true,
      effects: realEffects(),
      log,
      ask,
      signal: interruption.signal,
      onSettings: ({ cli }: Host['settings']) => log.configure(cli),
    }
    const host = await openHost(options, await this.site())
    this.#host = host
    if (this.self.needsSite) await this.#requireSite(host)
    const { audit } = host.settings.cli
    if (audit !== null && mutates) await session.audit(audit, this.#auditedCommand())
    return host
  }

  async #requireSite(host: Host): Promise<void> {
    const [{ requireSite }, { warnInterrupted }] = await Promise.all([
      import('../operations/site/check.js'),
      import('../operations/recover/warn.js'),
    ])
    await warnInterrupted(host)
    await requireSite(host)
  }

  #auditedCommand(): string {
    const argv = maskArgv(this.argv, this.#definitions, this.self.optionsEndAfter)
    const words = (this.id ?? '').split(':')
    return `${shellJoin([this.config.bin, ...words, ...argv])}${this.#flags['dry-run'] ? ' (DRY RUN)' : ''}`
  }

  /** Leaves SIGINT and SIGTERM to a program that the command runs in the foreground. */
  protected leaveSignals(): void {
    this.#running.interruption.release()
  }

  /** A line of standard output. */
  protected print(text: string): void {
    process.stdout.write(`${text}\n`)
  }

  protected printJson(value: unknown): void {
    process.stdout.write(jsonText(value))
  }

  /** A list of objects: a table, or with `-o json` an array; no table for an empty list. */
  protected printRows(rows: readonly object[], options: TableOptions = {}): void {
    if (this.json) this.printJson(rows)
    else process.stdout.write(table(rows as readonly Row[], { ...terminalWidth(), ...options }))
  }

  /** One object: a header and a row without a box, or with `-o json` the object. */
  protected printObject(object: object, options: TableOptions = {}): void {
    if (this.json) this.printJson(object)
    else process.stdout.write(objectTable(object as Row, { ...terminalWidth(), ...options }))
  }

  /**
   * The result of `apply` and `alter`: with `-o json` the object, with its `diff` in the form asked for;
   * otherwise only the diffs, when asked for.
   */
  protected async printApplied(result: object, changes: readonly FileDiff[]): Promise<void> {
    const ansible = this.#flags['ansible-diff'] === true
    const diff = await diffResult(changes, { diff: this.#flags.diff === true, ansible })
    if (this.json) return this.printJson({ ...result, diff })
    if (ansible && diff !== null) return this.printJson(diff)
    for (const text of diff ?? []) process.stdout.write(text as string)
  }

  /** Runs `work` and tells on a terminal what takes so long; `work` may say how far it is: `update('42 %')`. */
  protected async withProgress<T>(title: string, work: (update: Update) => Promise<T>): Promise<T> {
    return withProgress(this.#running.statusLine, title, work)
  }

  protected override async catch(thrown: Error): Promise<void> {
    const session = this.#session
    const error = await this.#explained(thrown)
    const report = await reportOf(error, this.#usageLines, (bug) => this.#keepDebugLog(bug))
    const end = endOf(report, session?.interruption.cause)
    session?.statusLine.hide()
    session?.endAudit(...end.audit)
    session?.log.flush()
    printReport(end, { json: this.#json, traceback: session?.globals.debug ? error : undefined })
    process.exitCode = end.exitCode
  }

  /** A manifest may hold fields of components that are not there. */
  async #explained(error: Error): Promise<Error> {
    if ((error as { code?: string }).code !== 'PGLIFT_VALIDATION') return error
    const { fieldOfAbsent } = await import('./components/absent.js')
    return fieldOfAbsent(this.config, error)
  }

  readonly #usageLines: UsageLines = (path) => usageLinesFor(this.config, path ?? (this.id ?? '').split(':'))

  async #keepDebugLog(error: Error): Promise<string | undefined> {
    const { keepDebugLog } = await import('./log/debug-log.js')
    return keepDebugLog(error, this.#session?.log.records, this.#host?.settings.cli.logpath ?? undefined)
  }

  protected override async finally(error: Error | undefined): Promise<void> {
    if (error === undefined) {
      this.#session?.endAudit('completed')
      this.#session?.log.flush()
      if (this.#flags['dry-run']) this.#session?.statusLine.print('DRY RUN: no changes made\n')
    }
    await this.#host?.close().catch(() => undefined)
    if (this.#host === undefined) (await this.#site?.catch(() => undefined))?.containment?.release()
    this.#session?.end()
  }
}

function terminalWidth(): { width?: number } {
  const columns = Number(process.env.COLUMNS) || (process.stdout.isTTY ? process.stdout.columns : undefined)
  return columns ? { width: columns } : {}
}
