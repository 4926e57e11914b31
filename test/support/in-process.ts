import { Config } from '@oclif/core'
import { loadSite } from '../../src/cli/components/site.js'
import { openHost } from '../../src/cli/open-host.js'
import { realFiles } from '../../src/effects/files.js'
import { realEffects } from '../../src/effects/real.js'
import type { Host } from '../../src/host/host.js'
import { ROOT } from './places.js'
import type { Site } from './site.js'

const silent = {
  debug: () => undefined,
  info: () => undefined,
  warning: () => undefined,
  error: () => undefined,
}

/** Runs `work` with the variables of the site in this process's environment, and puts them back. */
async function inEnvironment<T>(site: Site, work: () => Promise<T>): Promise<T> {
  const before = { ...process.env }
  Object.assign(process.env, site.env)
  try {
    return await work()
  } finally {
    for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name]
    Object.assign(process.env, before)
  }
}

/**
 * Runs `work` on a host of the site, opened in this process as a command opens it with `--non-interactive`: for tests
 * with more operations than processes could be started for. What is logged is kept in `log`, when given.
 */
export async function withHost<T>(
  site: Site,
  work: (host: Host) => Promise<T>,
  log: string[] = [],
): Promise<T> {
  return inEnvironment(site, async () => {
    const oclif = await Config.load({ root: ROOT, userPlugins: false, devPlugins: false })
    const loaded = await loadSite({ oclif, env: process.env, reader: realFiles() })
    const host = await openHost(
      {
        oclif,
        mutates: true,
        effects: realEffects(),
        log: { ...silent, warning: (text) => void log.push(text), error: (text) => void log.push(text) },
        ask: { confirm: async (_, byDefault) => byDefault, password: async () => undefined },
        signal: new AbortController().signal,
        onSettings: () => undefined,
      },
      loaded,
    )
    return work(host).finally(() => host.close())
  })
}
