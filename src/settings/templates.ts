import { confEntries, parseConf } from '../postgresql/conf/document.js'
import type { Conf } from '../postgresql/conf/value.js'
import { findTemplate, type TemplateSource } from './find-template.js'
import { renderHba, renderIdent, renderPostgresqlConf, renderPsqlrc } from './render.js'
import type { SiteSettings } from './types.js'

/** The templates of a site, and the settings that their placeholders stand for. */
export interface SiteTemplates extends TemplateSource {
  readonly settings: SiteSettings
}

/** The instance that a template is rendered for. */
export interface TemplateInstance {
  readonly version: string
  readonly name: string
}

/** Authentication methods of an instance; null: those of the site. */
export interface InstanceAuth {
  readonly local?: string | null
  readonly host?: string | null
  readonly hostssl?: string | null
}

/**
 * Parameters that the site's `postgresql.conf` template gives to an instance; percentages of memory are left as they are.
 * Placeholders: `{name}`, `{version}`, `{settings.*}` (the `postgresql` section).
 *
 * @throws operational `PGLIFT_TEMPLATE` or `PGLIFT_CONF_SYNTAX`, with the file.
 */
export async function confTemplate(
  templates: SiteTemplates,
  { version, name }: TemplateInstance,
): Promise<Conf> {
  const template = await findTemplate(templates, 'postgresql/postgresql.conf', version)
  const settings = templates.settings.postgresql
  const text = await renderPostgresqlConf(template, { name, version, settings })
  return confEntries(parseConf(text, template.path))
}

/**
 * Text of the site's `pg_hba.conf` for an instance. Placeholders: `{surole}`, `{backuprole}`, `{replrole}`, `{sysuser}`,
 * `{auth.local}`, `{auth.host}`, `{auth.hostssl}`.
 *
 * @throws operational `PGLIFT_TEMPLATE`, with the file.
 */
export async function hbaTemplate(
  templates: SiteTemplates,
  { version }: TemplateInstance,
  auth: InstanceAuth | null = null,
): Promise<string> {
  const template = await findTemplate(templates, 'postgresql/pg_hba.conf', version)
  return renderHba(template, authValues(templates.settings, auth))
}

/** Text of the site's `pg_ident.conf` for an instance. Placeholders and errors as of `hbaTemplate`. */
export async function identTemplate(
  templates: SiteTemplates,
  { version }: TemplateInstance,
  auth: InstanceAuth | null = null,
): Promise<string> {
  const template = await findTemplate(templates, 'postgresql/pg_ident.conf', version)
  return renderIdent(template, authValues(templates.settings, auth))
}

/** Text of the site's `psqlrc` for an instance. Placeholder: `{instance}`, which is `15/main`. */
export async function psqlrcTemplate(
  templates: SiteTemplates,
  { version, name }: TemplateInstance,
): Promise<string> {
  const template = await findTemplate(templates, 'postgresql/psqlrc', version)
  return renderPsqlrc(template, { instance: `${version}/${name}` })
}

function authValues({ postgresql, sysuser }: SiteSettings, auth: InstanceAuth | null) {
  const { surole, backuprole, replrole } = postgresql
  const { local, host, hostssl } = postgresql.auth
  return {
    surole: surole.name,
    backuprole: backuprole.name,
    replrole,
    sysuser: sysuser[0],
    auth: { local: auth?.local ?? local, host: auth?.host ?? host, hostssl: auth?.hostssl ?? hostssl },
  }
}
