import type { Config } from '@oclif/core'
import type { Site } from './components/site.js'

/** The site's settings from this process's environment and the file system, with the components that they enable. */
export async function readSite(oclif: Config, { defaultsOnly = false } = {}): Promise<Site> {
  const [{ loadSite }, { realFiles }] = await Promise.all([
    import('./components/site.js'),
    import('../effects/files.js'),
  ])
  return loadSite({ oclif, env: process.env, reader: realFiles(), defaultsOnly })
}
