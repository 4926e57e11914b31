import { join } from 'node:path'
import { Plan } from '../../engine/plan.js'
import type { Host } from '../../host/host.js'
import type { InstanceManifest } from '../../models/instance.js'
import type { Instance } from '../../models/instance-identity.js'
import { hbaTemplate, identTemplate, psqlrcTemplate } from '../../settings/templates.js'

/** Steps that put the site's pg_hba.conf and pg_ident.conf below the headers of initdb's, and psqlrc beside them. */
export async function planAuthentication(
  host: Host,
  instance: Instance,
  desired: InstanceManifest,
): Promise<Plan> {
  const { datadir, psqlrc } = instance
  return new Plan()
    .step(
      'postgresql.authentication',
      { path: join(datadir, 'pg_hba.conf'), body: await hbaTemplate(host.templates, instance, desired.auth) },
      { title: 'configuring PostgreSQL authentication' },
    )
    .step('postgresql.authentication', {
      path: join(datadir, 'pg_ident.conf'),
      body: await identTemplate(host.templates, instance, desired.auth),
    })
    .file({ path: psqlrc, content: await psqlrcTemplate(host.templates, instance), mode: 0o600 })
}
