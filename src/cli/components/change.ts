import { Config } from '@oclif/core'
import type { Effects } from '../../effects/effects.js'
import { realEffects } from '../../effects/real.js'
import { operational } from '../../errors/kinds.js'
import type { Logger } from '../log/log.js'
import { keepingPlugins } from './plugin-folder.js'

/** oclif tells of npm only how it was called. */
function explainNpm(error: Error): never {
  const status = /npm-cli\.js .* exited with code (\d+)$/s.exec(error.message)?.[1]
  if (status === undefined) throw error
  throw operational('PGLIFT_NPM', `npm failed (status ${status})`, {
    hint: "'--verbose' shows what it says; what was installed is as it was",
    cause: error,
  })
}

/**
 * Runs `work`, which installs or removes plugins: all of it, or nothing. Tells afterwards which versions are there, how
 * a new component is enabled, and whose commands are whose.
 */
export async function changePlugins(
  config: Config,
  log: Pick<Logger, 'info' | 'warning'>,
  verb: string,
  work: (io: Effects) => Promise<unknown>,
): Promise<void> {
  const io = realEffects()
  const added = await keepingPlugins(config.dataDir, io, verb, () => work(io).catch(explainNpm))
  for (const { name, json, root, isLinked } of added)
    log.info(`${name}@${json?.version} is ${isLinked ? `linked from ${root}` : 'installed'}`)
  if (added.length === 0) return
  const { nextSteps } = await import('./next-steps.js')
  const fresh = await Config.load({ root: config.root, devPlugins: false })
  const { hints, warnings } = await nextSteps(
    fresh,
    added.map(({ name }) => name),
  )
  for (const hint of hints) log.info(hint)
  for (const warning of warnings) log.warning(warning)
}
