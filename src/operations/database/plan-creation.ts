import { Plan } from '../../engine/plan.js'
import type { Host } from '../../host/host.js'
import { reachable } from '../../host/sessions.js'
import type { DatabaseManifest } from '../../models/database.js'
import type { ObservedInstance } from '../../models/instance-identity.js'
import { obfuscateConninfo } from '../../postgresql/conninfo.js'
import { templateLocale } from '../../postgresql/sql/database-queries.js'
import type { DatabaseOptions } from '../../postgresql/sql/databases.js'
import { clientAccess } from './client-access.js'
import { planAlteration, planFill } from './plan-change.js'

/** Whether a locale can't be had from template1; unknown (a fresh instance): template0 is right for any. */
async function needsTemplate0(
  host: Host,
  instance: ObservedInstance,
  locale: string,
  fresh: boolean,
): Promise<boolean> {
  if (fresh) return true
  const { text, values } = templateLocale()
  const session = await host.sessions.to(instance)
  const { rows } = await session.query<{ collation: string; ctype: string }>(text, values)
  return rows[0]?.collation !== locale || rows[0]?.ctype !== locale
}

async function creationOptions(
  host: Host,
  instance: ObservedInstance,
  { owner, locale, tablespace }: DatabaseManifest,
  fresh: boolean,
): Promise<DatabaseOptions> {
  return {
    ...(owner === null ? {} : { owner }),
    ...(locale === null ? {} : { locale }),
    ...(locale !== null && (await needsTemplate0(host, instance, locale, fresh))
      ? { template: 'template0' }
      : {}),
    ...(tablespace === null ? {} : { tablespace }),
  }
}

async function planClone(host: Host, instance: ObservedInstance, desired: DatabaseManifest): Promise<Plan> {
  const { name, clone } = desired
  const plan = new Plan()
  if (clone === null) return plan
  const { conninfo: target, password } = await clientAccess(host, instance, name)
  return plan.step(
    'database.clone',
    {
      bindir: instance.bindir,
      source: clone.dsn,
      target,
      schemaOnly: clone.schema_only,
      directory: host.engine.lockDirectory,
      ...(password === undefined ? {} : { password }),
    },
    { title: `cloning '${name}' database in ${instance.id} from ${obfuscateConninfo(clone.dsn.reveal())}` },
  )
}

/** Steps for a database that isn't there yet. */
export async function planCreation(
  host: Host,
  instance: ObservedInstance,
  desired: DatabaseManifest,
  fresh: boolean,
): Promise<Plan> {
  const { name } = desired
  const options = await creationOptions(host, instance, desired, fresh)
  const made = { owner: desired.owner ?? '', settings: [] }
  return new Plan()
    .step(
      'database.create',
      { instance: reachable(instance), name, options, fresh },
      { title: `creating '${name}' database in ${instance.id}` },
    )
    .append(planAlteration(instance, desired, made, { isNew: true }))
    .append(await planClone(host, instance, desired))
    .append(planFill(instance, desired))
}
