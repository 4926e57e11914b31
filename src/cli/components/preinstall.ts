import type { Config } from '@oclif/core'
import { realEffects } from '../../effects/real.js'
import { fatal } from './fatal.js'
import { checkInRegistry } from './registry.js'

/** What the hook `plugins:preinstall` does; its errors end the program. */
export async function checkBeforeInstall(config: Config, spec: string): Promise<void> {
  try {
    await checkInRegistry(config, realEffects().processes, spec)
  } catch (error) {
    throw fatal(error as Error)
  }
}
