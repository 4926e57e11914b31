import type { Config } from '@oclif/core'

interface Options {
  readonly config: Config
  readonly plugin: { readonly type: 'npm' | 'repo'; readonly name?: string; readonly tag?: string }
}

/** Refuses what could not be used before oclif's installer begins: it removes what was installed when it fails. */
export default async function preinstall({ config, plugin }: Options): Promise<void> {
  if (plugin.type !== 'npm' || plugin.name === undefined) return
  const { checkBeforeInstall } = await import('../cli/components/preinstall.js')
  await checkBeforeInstall(config, `${plugin.name}@${plugin.tag ?? 'latest'}`)
}
