import type { Session } from '../session.js'
import type { PatroniSettings } from '../settings.js'
import { given, type Tree } from './tree.js'

function ctl({ ctl: own, restapi: { cafile, certfile, keyfile } }: PatroniSettings): Tree {
  if (certfile === null) return {}
  const shown = { certfile: own?.certfile ?? certfile, keyfile: own?.keyfile ?? keyfile }
  return { ctl: given({ cacert: cafile, ...shown }) }
}

/** What the site's settings say of every member: etcd, TLS, pg_rewind, the watchdog. */
export function siteTree({ section }: Pick<Session, 'section'>): Tree {
  const { version, hosts, ...etcd } = section.etcd
  const { connection, use_pg_rewind } = section.postgresql
  const { mode, crl, crldir, rootcert } = connection?.ssl ?? {}
  const tls = given({ sslmode: mode, sslcrl: crl, sslcrldir: crldir, sslrootcert: rootcert })
  return {
    restapi: given({ ...section.restapi }),
    ...ctl(section),
    [version]: given({ hosts: [...hosts], ...etcd }),
    ...given({ watchdog: section.watchdog }),
    postgresql: {
      use_pg_rewind,
      authentication: { superuser: tls, replication: tls, rewind: tls },
    },
  }
}
