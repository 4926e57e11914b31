import { join } from 'node:path'
import { Plan } from '../../engine/plan.js'
import type { Host } from '../../host/host.js'
import type { InstanceManifest } from '../../models/instance.js'
import type { Instance } from '../../models/instance-identity.js'
import { Secret } from '../../models/secret.js'
import { hbaTemplate, identTemplate, psqlrcTemplate } from '../../settings/templates.js'

/** Text of pg_hba.conf and pg_ident.conf of a new instance, by the site's templates. */
export async function authenticationTexts(
  { templates }: Pick<Host, 'templates'>,
  instance: Instance,
  { auth }: InstanceManifest,
): Promise<{ hba: string; ident: string }> {
  const [hba, ident] = await Promise.all([
    hbaTemplate(templates, instance, auth),
    identTemplate(templates, instance, auth),
  ])
  return { hba, ident }
}

/**
 * Steps that put the site's pg_hba.conf and pg_ident.conf below the headers of initdb's, or into the hands of the
 * component that keeps them; and psqlrc beside them.
 */
export async function planAuthentication(
  host: Host,
  instance: Instance,
  desired: InstanceManifest,
): Promise<Plan> {
  const { datadir, psqlrc } = instance
  const { hba, ident } = await authenticationTexts(host, instance, desired)
  const title = 'configuring PostgreSQL authentication'
  const plan = new Plan()
  const event = { instance, desired, hba: new Secret(hba), ident, title, plan } as const
  if ((await host.hooks.instanceAuthentication.promise(event)) !== true)
    plan
      .step('postgresql.authentication', { path: join(datadir, 'pg_hba.conf'), body: hba }, { title })
      .step('postgresql.authentication', { path: join(datadir, 'pg_ident.conf'), body: ident })
  return plan.file({ path: psqlrc, content: await psqlrcTemplate(host.templates, instance), mode: 0o600 })
}
