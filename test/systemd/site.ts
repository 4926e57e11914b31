import { stringify } from 'yaml'
import type { Lab } from '../support/lab.js'

/** Small and fast servers. */
const POSTGRESQL = `cluster_name = {name}
listen_addresses = 'localhost'
shared_buffers = 16MB
fsync = off
unix_socket_directories = {settings.socket_directory}
log_directory = {settings.logpath}
log_filename = '{version}-{name}.log'
log_destination = 'stderr'
logging_collector = on
`

/** Settings of a site in /srv/pglift, which its user has. */
export async function makeSite(lab: Lab, settings: object): Promise<void> {
  await lab.root(['install', '-d', '-o', 'postgres', '-g', 'postgres', '/srv/pglift'])
  const site = { prefix: '/srv/pglift', cli: { log_format: '%(levelname)s %(message)s' }, ...settings }
  await lab.write('.config/pglift/settings.yaml', stringify(site))
  await lab.write('.config/pglift/postgresql/postgresql.conf', POSTGRESQL)
}

/** Backups in a directory of the site. */
export const PGBACKREST = { repository: { mode: 'path', path: '/srv/pglift/backups' } }

/** Lines of the journal that a user reads who may. */
export async function mayReadJournal(lab: Lab): Promise<void> {
  await lab.root(['usermod', '-aG', 'systemd-journal', 'postgres'])
}
