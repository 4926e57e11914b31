import type { Host } from '../../host/host.js'
import type { DatabaseManifest } from '../../models/database.js'
import type { DatabaseStateRow } from '../../postgresql/sql/database-queries.js'

/** `fr_FR.UTF-8` and `fr_FR.utf8` name the same locale to the C library. */
function normalised(locale: string): string {
  return locale.replace(/\..*/s, (codeset) => codeset.toLowerCase().replaceAll('-', ''))
}

/** Says so when a database has another locale than its manifest wants: that can't be changed. */
export function warnOfLocale(
  { log }: Pick<Host, 'log'>,
  { name, locale }: Pick<DatabaseManifest, 'name' | 'locale'>,
  observed: Pick<DatabaseStateRow, 'locale'>,
): void {
  if (locale === null || (observed.locale !== null && normalised(locale) === normalised(observed.locale)))
    return
  const present = observed.locale === null ? 'none of one name' : `'${observed.locale}'`
  log.warning(
    `database '${name}' was created with another locale than '${locale}' (it has ${present}): a locale can't be changed afterwards`,
  )
}
