import { dirname, join } from 'node:path'
import type { Config } from '@oclif/core'
import type { Processes } from '../../effects/processes.js'
import { operational } from '../../errors/kinds.js'
import type { ComponentMeta } from '../../host/component.js'
import { requireCompatible } from './plugin-packages.js'

/** oclif's plugin that installs plugins: it brings npm. */
export const PLUGIN_PLUGINS = '@oclif/plugin-plugins'

const VIEW_MS = 60_000

interface Found {
  readonly name: string
  readonly version: string
  readonly pglift?: Partial<ComponentMeta>
}

/**
 * Asks the registry for `NAME@TAG` before anything is installed. Fails when the registry can't be reached, when it has
 * no such package or version, and when the component is for another pglift. Packages that are no components pass: plain
 * plugins may be installed too.
 */
export async function checkInRegistry(config: Config, processes: Processes, spec: string): Promise<void> {
  requireCompatible(await view(config, processes, spec))
}

async function view(config: Config, processes: Processes, spec: string): Promise<Found> {
  const registry = config.npmRegistry === undefined ? [] : [`--registry=${config.npmRegistry}`]
  const npm = await npmOf(config)
  const words = ['view', spec, 'name', 'version', 'pglift', '--json', '--loglevel=silent', ...registry]
  const accept = Array.from({ length: 255 }, (_, index) => index + 1)
  const { stdout } = await processes.run([process.execPath, npm, ...words], { accept, timeoutMs: VIEW_MS })
  const answer = parsed(stdout)
  if (answer !== undefined && !('error' in answer)) return answer as unknown as Found
  const { code, summary } = (answer?.error ?? {}) as { code?: string; summary?: string }
  const missing = code === 'E404' || code === 'ETARGET'
  const why = missing ? `the registry has no ${spec}` : `cannot get ${spec} from the registry`
  throw operational('PGLIFT_REGISTRY', `${why} (${code ?? 'no answer'})`, {
    hint: missing
      ? 'what was installed is as it was'
      : `${summary ?? 'the registry does not answer'}; a component can be installed from its tarball, too; what was installed is as it was`,
  })
}

/** Of a range, npm gives a list, oldest first; of nothing, nothing. */
function parsed(stdout: string): Record<string, unknown> | undefined {
  try {
    const answer = JSON.parse(stdout) as Record<string, unknown> | Record<string, unknown>[]
    return Array.isArray(answer) ? answer.at(-1) : answer
  } catch {
    return undefined
  }
}

async function npmOf(config: Config): Promise<string> {
  const { createRequire } = await import('node:module')
  const root = config.plugins.get(PLUGIN_PLUGINS)?.root ?? config.root
  // Its `exports` has no other path.
  const found = createRequire(`${root}/package.json`).resolve('npm/package.json')
  return join(dirname(found), 'bin/npm-cli.js')
}
