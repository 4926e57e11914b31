import type { SiteUnitsEvent } from '@pglift/sdk'
import { stanzaHost } from '../repositories.js'
import type { Session } from '../session.js'
import { tlsServer } from '../tls-service.js'

type Values = Readonly<Record<string, unknown>>

/** Backups are made here, or by the repository host, which comes in through the TLS server. */
export function siteUnits(session: Session): (event: SiteUnitsEvent) => Promise<void> {
  return async ({ units, values, command, program }) => {
    const { section, templates } = session
    const { schedule } = section
    const contribute = (name: string, own: Values) =>
      units.push({ name, content: () => templates.render(`systemd/${name}`, { ...values, ...own }) })
    if (stanzaHost(section) === undefined) {
      const days = schedule.full_after === null ? [] : [`--full-after=${schedule.full_after}`]
      const backup = ['--non-interactive', 'instance', 'backup', '--unless-standby', '--type={type}', ...days]
      const argv = [...program, ...backup, '{id}']
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of the unit
      const start = command(argv, { type: '${BACKUP_TYPE}', id: '%I' })
      contribute('pglift-backup@.service', { start, type: schedule.type })
      contribute('pglift-backup@.timer', { calendar: schedule.calendar.replaceAll('%', '%%') })
    }
    const server = tlsServer(session)
    if (server === undefined) return
    const variables = Object.entries(server.environment ?? {}).map(([name, value]) => `${name}=${value}`)
    contribute('pglift-pgbackrest.service', {
      start: command(['/usr/bin/env', ...variables, ...server.argv]),
    })
  }
}
