import type { Fault, SiteSettings } from '@pglift/sdk'
import type { PatroniSettings } from './settings.js'
import { PRESETS, timingOf, timingProblem } from './timing.js'

function fault(loc: Fault['loc'], msg: string, input?: unknown): Fault {
  return { type: 'value_error', loc: ['patroni', ...loc], msg, input }
}

function etcdFaults({ etcd }: PatroniSettings): Fault[] {
  const { protocol, cert, key } = etcd
  const certificates = (['cacert', 'cert'] as const).filter((name) => etcd[name] !== null)
  const needsTls = protocol === 'https' ? [] : certificates
  return [
    ...needsTls.map((name) => fault(['etcd', name], "'https' protocol is required", etcd[name])),
    ...(key !== null && cert === null ? [fault(['etcd', 'key'], "requires 'cert'", key)] : []),
  ]
}

function restapiFaults({ restapi, ctl }: PatroniSettings): Fault[] {
  const { certfile, verify_client } = restapi
  const others = (['cafile', 'keyfile', 'verify_client'] as const).filter((name) => restapi[name] !== null)
  const untied = certfile === null ? others : []
  return [
    ...untied.map((name) => fault(['restapi', name], "requires 'certfile' to enable TLS", restapi[name])),
    ...(verify_client === 'required' && ctl === null
      ? [fault(['ctl'], "'ctl' must be provided when 'restapi.verify_client' is set to 'required'", ctl)]
      : []),
  ]
}

/** Only of what is said here: the site's template may say the rest. */
function timingFaults(section: PatroniSettings): Fault[] {
  const said = timingOf(section)
  const problem = timingProblem({ ...PRESETS.default, ...said })
  return problem === undefined || Object.keys(said).length === 0 ? [] : [fault(['dcs'], problem)]
}

/** Faults of the section that its schema can't express. */
export function settingsFaults(section: PatroniSettings, site: SiteSettings): Fault[] {
  const { replrole } = site.postgresql
  return [
    ...(replrole === null
      ? [fault([], "'postgresql.replrole' must be provided to use 'patroni'", replrole)]
      : []),
    ...etcdFaults(section),
    ...restapiFaults(section),
    ...timingFaults(section),
  ]
}
