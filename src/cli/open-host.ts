import { join } from 'node:path'
import type { Engine } from '../engine/engine.js'
import { fileSteps } from '../engine/file-steps.js'
import { createHooks } from '../host/hooks.js'
import type { Host } from '../host/host.js'
import type { OpenHostOptions } from '../host/open-options.js'
import { sitePasswords } from '../host/passwords.js'
import { Sessions } from '../host/sessions.js'
import { watchTaps } from '../host/taps.js'
import { postgresqlSteps } from '../operations/steps/index.js'
import { loadSettings } from '../settings/load.js'
import { configDirectories } from '../settings/lookup.js'

/** Below the prefix, since it must survive a reboot; not below the run prefix. */
const JOURNAL = join('srv', 'journal')

/**
 * Reads the site's settings and puts together what operations work with. Changes nothing and opens no connection.
 * Fails as `loadSettings` does.
 */
export async function openHost(options: OpenHostOptions): Promise<Host> {
  const { effects, log, ask, signal, oclif } = options
  const { env } = process
  const { settings, file } = await loadSettings({ env, reader: effects.files, sections: [] })
  options.onSettings(settings)
  const hooks = createHooks()
  const componentErrors: Error[] = []
  watchTaps(hooks, componentErrors, (component, hook, ms) =>
    log.debug(`${hook}: ${component} (${ms.toFixed(1)} ms)`),
  )
  const passwords = sitePasswords(effects, settings, env)
  const sessions = new Sessions(effects.sql, settings.postgresql.surole.name, passwords, (prompt) =>
    ask.password(prompt),
  )
  const engine: Engine = {
    effects,
    log,
    signal,
    performers: { ...fileSteps, ...postgresqlSteps(sessions) },
    journalDirectory: join(settings.prefix, JOURNAL),
    lockDirectory: join(settings.run_prefix, 'lock'),
    siteLock: settings.cli.lock_file,
  }
  const home = env.HOME ?? '/'
  return {
    settings,
    settingsFile: file,
    hooks,
    componentErrors,
    effects,
    engine,
    sessions,
    templates: {
      reader: effects.files,
      directories: [...configDirectories(env, home), join(oclif.root, 'templates')],
      settings,
    },
    log,
    ask,
    signal,
    close: () => sessions.close(),
  }
}
