import type { Config } from '@oclif/core'
import { realFiles } from '../../effects/files.js'
import { operational } from '../../errors/kinds.js'
import type { Host } from '../../host/host.js'
import { enablementOf } from './enablement.js'
import type { InstalledComponent } from './installed.js'

/** Fails when one of the plugins is a component that the site's settings enable; names the instances that use it. */
export async function requireUnused(
  config: Config,
  names: readonly string[],
  openHost: () => Promise<Host>,
): Promise<void> {
  const { installed, isEnabled, file } = await enablementOf(config, process.env, realFiles())
  const used = installed.find((component) => names.includes(component.plugin.name) && isEnabled(component))
  if (used === undefined) return
  const instances = await openHost()
    .then((host) => instancesUsing(host, used))
    .catch(() => [])
  const by = instances.length === 0 ? '' : ` and used by ${instances.join(', ')}`
  throw operational(
    'PGLIFT_COMPONENT_USED',
    `component '${used.component}' is enabled by section '${used.section}' of the site settings${by}`,
    {
      hint: `run 'pglift site-configure uninstall' if the site goes; remove section '${used.section}' from ${file ?? 'the environment'} first, or use --force`,
    },
  )
}

async function instancesUsing(host: Host, { component }: InstalledComponent): Promise<string[]> {
  const fields = host.components.find((active) => active.component === component)?.fields ?? []
  const [{ listInstances }, { findInstance }, { componentFields }] = await Promise.all([
    import('../../operations/instance/list.js'),
    import('../../operations/instance/find.js'),
    import('../../operations/instance/component-fields.js'),
  ])
  const ids = (await listInstances(host)).map(({ version, name }) => `${version}/${name}`)
  const using = ids.map(async (id) => {
    const has = await componentFields(host, await findInstance(host, id, 'INSTANCE'))
    return fields.some((name) => (has[name] ?? null) !== null) ? [id] : []
  })
  return (await Promise.all(using)).flat()
}
