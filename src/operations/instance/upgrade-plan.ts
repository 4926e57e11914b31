import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Plan } from '../../engine/plan.js'
import type { Host } from '../../host/host.js'
import type { InstanceManifest } from '../../models/instance.js'
import type { Instance, ObservedInstance } from '../../models/instance-identity.js'
import { Secret } from '../../models/secret.js'
import { SOCKET_PATH_MAX } from '../../postgresql/address.js'
import { psqlrcTemplate } from '../../settings/templates.js'
import { planPassfileCopy } from '../passfile/plan.js'
import type { Configuration } from './configuration.js'
import { planConfigure, planConfigured } from './configure.js'
import { tlsFiles } from './standby-files.js'
import { type Cluster, initdbOptions } from './upgrade-cluster.js'
import { settingsForUpgrade } from './upgrade-settings.js'

export interface UpgradeRequest {
  readonly from: ObservedInstance
  readonly to: Instance
  readonly desired: InstanceManifest
  readonly configuration: Configuration
  /** Options of pg_upgrade. */
  readonly extra: readonly string[]
  /** What of the former settings could not be taken over. */
  readonly warnings: readonly string[]
}

/** Path of a socket of pg_upgrade's servers, which listen on port 50432. */
const SOCKET_NAME = '.s.PGSQL.50432.lock'

/** A directory that does not exist yet, with a path that sockets and a shell can bear. */
function socketDirectory({ settings }: Host): string {
  const name = `up-${randomBytes(6).toString('hex')}`
  const fits = (parent: string) =>
    /^[\w./-]+$/.test(parent) && Buffer.byteLength(join(parent, name, SOCKET_NAME)) <= SOCKET_PATH_MAX
  return join([settings.run_prefix, tmpdir()].find(fits) ?? '/tmp', name)
}

/** Beside the logs, where whoever looks for the reason of a failure looks first. */
function workDirectory({ settings }: Host, { datadir, qualname }: Instance): string {
  return join(settings.postgresql.logpath ?? dirname(datadir), `${qualname}-pg_upgrade`)
}

function planInitdb(cluster: Cluster, { from, to }: UpgradeRequest, groupAccess: boolean): Plan {
  const { version, bindir, datadir, waldir } = to
  const { dataChecksums } = from
  return new Plan().step('data-directory.create', { datadir, waldir }).step(
    'upgrade.initdb',
    {
      version,
      bindir,
      datadir,
      waldir,
      superuser: cluster.superuser,
      encoding: cluster.encoding,
      authLocal: 'trust',
      authHost: 'reject',
      ...(dataChecksums === undefined ? {} : { dataChecksums }),
      ...(groupAccess ? { allowGroupAccess: true } : {}),
      options: initdbOptions(cluster, version),
    },
    { title: 'initializing PostgreSQL' },
  )
}

/** pg_hba.conf, pg_ident.conf and TLS files go with the data: clients and roles are the same. */
async function planCopies(host: Host, { from, to }: UpgradeRequest): Promise<Plan> {
  const plan = new Plan()
  const copied = ['pg_hba.conf', 'pg_ident.conf', ...tlsFiles(from.conf)]
  for (const name of copied) {
    const path = join(from.datadir, name)
    const text = await host.effects.files.readEditable(path)
    if (text === undefined) continue
    const mode = (await host.effects.files.status(path))?.mode ?? 0o600
    const title = name === 'pg_hba.conf' ? { title: 'configuring PostgreSQL authentication' } : {}
    plan.file({ path: join(to.datadir, name), content: new Secret(text), mode }, title)
  }
  const content = await psqlrcTemplate(host.templates, to)
  return plan.file({ path: to.psqlrc, content, mode: 0o600 })
}

function planPgUpgrade(host: Host, cluster: Cluster, request: UpgradeRequest, check: boolean): Plan {
  const { from, to, extra } = request
  return new Plan().step(
    'postgresql.upgrade',
    {
      from: { id: from.id, bindir: from.bindir, datadir: from.datadir },
      to: { id: to.id, bindir: to.bindir, datadir: to.datadir },
      superuser: cluster.superuser,
      extra,
      check,
      workDirectory: workDirectory(host, to),
      socketDirectory: socketDirectory(host),
    },
    { title: check ? 'checking instance with pg_upgrade' : 'upgrading instance with pg_upgrade' },
  )
}

/** Steps up to and with pg_upgrade: a new cluster alike, with no more of its configuration than pg_upgrade needs. */
export async function planUpgrade(
  host: Host,
  cluster: Cluster,
  request: UpgradeRequest,
  { check, groupAccess }: { check: boolean; groupAccess: boolean },
): Promise<Plan> {
  const { to, configuration } = request
  return planInitdb(cluster, request, groupAccess)
    .step('postgresql.keep-initial-conf', { datadir: to.datadir })
    .append(await planCopies(host, request))
    .step(
      'postgresql.configure',
      { path: join(to.datadir, 'postgresql.conf'), changes: settingsForUpgrade(configuration.edits) },
      { title: 'configuring PostgreSQL' },
    )
    .append(planPgUpgrade(host, cluster, request, check))
}

/** Steps after pg_upgrade: the new instance's whole configuration, passwords for its port, what components add. */
export async function planUpgraded(host: Host, request: UpgradeRequest): Promise<Plan> {
  const { from, to, desired, configuration } = request
  const { port } = configuration
  const configure = { instance: to, desired, purpose: 'upgrade', configuration } as const
  const { dumpsDirectory } = to
  const plan = new Plan()
  const confirm = (question: string, byDefault: boolean) => host.ask.confirm(question, byDefault)
  await host.hooks.instanceUpgraded.promise({ from, to, port, plan, confirm })
  return plan
    .append(await planConfigure(host, configure))
    .append(await planPassfileCopy(host, from.port, port))
    .append(await planConfigured(host, configure))
    .directory(dumpsDirectory, 0o700, { title: `creating instance dumps directory: ${dumpsDirectory}` })
}
