import type { InstanceSettingsEvent } from '@pglift/sdk'
import { DATABASE, DEFAULT_DATABASE } from '../database.js'
import { librariesWith } from '../extensions.js'
import type { FindInstallation } from '../installation.js'
import { listsAll, parameter } from '../libraries.js'
import { optionalExtensions } from '../missing.js'
import { fieldOf } from '../model.js'
import type { PowaSettings, Session } from '../settings.js'

type Settings = InstanceSettingsEvent['desired']['settings']

/** The site's choice for what the instance says nothing about. */
function chosen({ dbname, frequency, retention, coalesce }: PowaSettings, settings: Settings) {
  const site = {
    // PoWA may not know it (see `requireDatabase`): it is left out when it says nothing new.
    [DATABASE]: dbname === DEFAULT_DATABASE ? null : dbname,
    'powa.frequency': frequency,
    'powa.retention': retention,
    'powa.coalesce': coalesce,
  }
  const given = Object.entries(site).flatMap(([name, value]) =>
    value === null || parameter(settings, name) !== undefined ? [] : [[name, value] as const],
  )
  return Object.fromEntries(given)
}

/** Libraries and parameters of every instance with PoWA; one that is altered keeps the libraries that it has. */
export function instanceSettings(
  session: Session,
  find: FindInstallation,
): (event: InstanceSettingsEvent) => Promise<void> {
  return async ({ instance, desired, force, preload }) => {
    if (fieldOf(desired) === null) return
    const { section } = session
    const optional = listsAll(desired.settings) ? [] : await optionalExtensions(session, find, instance)
    preload(...librariesWith(optional))
    force(chosen(section, desired.settings))
  }
}
