import { dirname } from 'node:path'
import type { SiteUnitsEvent } from '@pglift/sdk'
import { templateTree } from '../member/compose.js'
import { configPath, pidPath, type Session } from '../session.js'

const UNIT = 'pglift-patroni@.service'
/** Stands for the qualified name of an instance, which is the instance of the unit. */
const PLACE = { qualname: '{qualname}' }

/**
 * Device of the watchdog that the site's members may use; empty: none. Patroni takes one that is there unless it is told
 * not to (Patroni documentation, "Watchdog support").
 */
async function watchdogOf(session: Session): Promise<string> {
  const { watchdog } = (await templateTree(session)) as {
    watchdog?: { mode?: string | false; device?: string }
  }
  const { mode = 'automatic', device = '/dev/watchdog' } = session.section.watchdog ?? watchdog ?? {}
  return mode === false || /^(off|disabled?)$/i.test(mode) ? '' : device
}

/** The unit of members, and the directory of their pid files. */
export function contributeUnit(session: Session): (event: SiteUnitsEvent) => Promise<void> {
  return async ({ values, command, units, runtimeDirectories }) => {
    const { section, templates } = session
    const start = command([section.execpath, configPath(session, PLACE)], { qualname: '%i' })
    units.push({
      name: UNIT,
      content: async () =>
        templates.render(`systemd/${UNIT}`, { ...values, start, watchdog: await watchdogOf(session) }),
    })
    runtimeDirectories.push({ name: 'patroni', path: dirname(pidPath(session, PLACE)), mode: 0o755 })
  }
}
