import { join } from 'node:path/posix'
import type { Fault, SectionContext, SiteSettings } from '@pglift/sdk'
import type { SystemdSettings } from './settings.js'

function fault(loc: Fault['loc'], msg: string, input?: unknown): Fault {
  return { type: 'value_error', loc, msg, input }
}

async function isCommand(name: string, { env, reader }: SectionContext): Promise<boolean> {
  const directories = (env.PATH ?? '').split(':').filter((directory) => directory !== '')
  for (const directory of directories) if (await reader.isExecutable(join(directory, name))) return true
  return false
}

async function commandFaults(site: SiteSettings, context: SectionContext): Promise<Fault[]> {
  const { sudo } = site.systemd as SystemdSettings
  const commands = [
    'systemctl',
    ...(site.tmpfiles_manager === 'systemd' ? ['systemd-tmpfiles'] : []),
    ...(sudo ? ['sudo'] : []),
  ]
  const missing: Fault[] = []
  for (const name of commands)
    if (!(await isCommand(name, context))) missing.push(fault(['systemd'], `${name} command not found`))
  return missing
}

/** Runtime files of a session go with it, those of services of the system must not. */
function runPrefixFaults(site: SiteSettings): Fault[] {
  const { user } = site.systemd as SystemdSettings
  if (user || !/^\/run\/user\//.test(`${site.run_prefix}/`)) return []
  const msg = `goes with the session of its user, but services are to outlive it: set it, e.g. to '/run/pglift'`
  return [fault(['run_prefix'], msg, site.run_prefix)]
}

/** Faults of the section that its schema can't tell. */
export async function settingsFaults(site: SiteSettings, context: SectionContext): Promise<Fault[]> {
  const { user, sudo } = site.systemd as SystemdSettings
  return [
    ...(user && sudo ? [fault(['systemd', 'sudo'], "cannot be used with 'user' mode", sudo)] : []),
    ...runPrefixFaults(site),
    ...(await commandFaults(site, context)),
  ]
}
