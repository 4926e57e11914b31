import { join } from 'node:path'
import type { Engine } from '../engine/engine.js'
import { fileSteps } from '../engine/file-steps.js'
import { createHooks, type LifecycleHooks } from '../host/hooks.js'
import type { Host } from '../host/host.js'
import type { OpenHostOptions } from '../host/open-options.js'
import { ownProgram } from '../host/own-program.js'
import { sitePasswords } from '../host/passwords.js'
import { Services } from '../host/services.js'
import { Sessions } from '../host/sessions.js'
import { watchTaps } from '../host/taps.js'
import { contributeServerUnit } from '../operations/instance/server-unit.js'
import { postgresqlSteps } from '../operations/steps/index.js'
import { configDirectories } from '../settings/lookup.js'
import type { Activation, ActivationContext } from './components/activate.js'
import type { ComponentFailure, Site } from './components/site.js'

/** Below the prefix, since it must survive a reboot; not below the run prefix. */
const JOURNAL = join('srv', 'journal')

/** What of a component only tells something has less time in commands that only read. */
const READING_MS = 10_000

/**
 * Puts together what operations work with: the site's settings, the components that they enable, connections. Changes
 * nothing and opens no connection. Fails, in a command that changes something, when an enabled component does not work.
 */
export async function openHost(options: OpenHostOptions, site: Site): Promise<Host> {
  const { effects, log, ask, signal, oclif } = options
  const { settings, file, instanceModel } = site
  const { env } = process
  options.onSettings(settings)
  const hooks = createHooks()
  const componentErrors: Error[] = []
  const passwords = sitePasswords(effects, settings, env)
  const sessions = new Sessions(effects.sql, settings.postgresql.surole.name, passwords, {
    askPassword: (prompt) => ask.password(prompt),
    warn: (message) => log.warning(message),
    signal,
  })
  const directories = configDirectories(env, env.HOME ?? '/')
  watch(hooks, componentErrors, options, site)
  const program = ownProgram([process.execPath, join(oclif.root, 'bin', 'run.js')], env)
  const services = new Services(hooks, effects, program)
  const templates = {
    reader: effects.files,
    directories: [...directories, join(oclif.root, 'templates')],
    settings,
  }
  const { components, performers, failures } = await activated(
    { hooks, settings, effects, sessions, services, log, signal, templateDirectories: directories },
    site,
  )
  if (components.length > 0) contributeServerUnit(hooks, templates)
  const broken = [...site.failures, ...failures]
  tellFailures(broken, options)
  const engine: Engine = {
    effects,
    log,
    signal,
    performers: { ...fileSteps, ...postgresqlSteps(sessions), ...performers },
    journalDirectory: join(settings.prefix, JOURNAL),
    lockDirectory: join(settings.run_prefix, 'lock'),
    siteLock: settings.cli.lock_file,
  }
  return {
    settings,
    settingsFile: file,
    hooks,
    componentErrors,
    components,
    brokenComponents: new Map(broken.map(({ found, error }) => [found.component, error])),
    instanceModel,
    effects,
    engine,
    sessions,
    services,
    templates,
    log,
    ask,
    signal,
    async close() {
      await sessions.close()
      site.containment?.release()
    },
  }
}

function watch(
  hooks: LifecycleHooks,
  collected: Error[],
  { log, mutates }: OpenHostOptions,
  { containment, timeoutMs }: Site,
): void {
  if (containment === undefined) return
  watchTaps(hooks, {
    collected,
    containment,
    timeoutMs: mutates ? timeoutMs : Math.min(timeoutMs, READING_MS),
    trace: (component, hook, ms) => log.debug(`${hook}: ${component} (${ms.toFixed(1)} ms)`),
    ...(mutates ? {} : { tolerate: (error: Error) => log.warning(error.message) }),
  })
}

async function activated(
  context: Omit<ActivationContext, 'containment'>,
  { components, containment }: Site,
): Promise<Activation> {
  if (containment === undefined) return { components: [], performers: {}, failures: [] }
  const { activate } = await import('./components/activate.js')
  return activate(components, { ...context, containment })
}

/** Nothing is changed without a component that the settings ask for; what is there can still be looked at. */
function tellFailures(failures: readonly ComponentFailure[], { log, mutates }: OpenHostOptions): void {
  const [first, ...others] = failures
  if (first === undefined) return
  for (const { error } of mutates ? others : failures) log.warning(error.message)
  if (mutates) throw first.error
}
