import nunjucks from 'nunjucks'
import { hbaName } from '../postgresql/hba/record.js'
import { identName } from '../postgresql/ident.js'
import { percentEscaped, quoteConf } from './conf-quoting.js'
import type { Template } from './find-template.js'
import { escapePrompt } from './psql-quoting.js'
import { checkedValues, type TemplateValues, templateError } from './template-values.js'

/**
 * Renders a nunjucks template. Its filters quote a value for where it stands: `conf` (postgresql.conf), `hba` (a name in
 * pg_hba.conf), `ident` (a name in pg_ident.conf), `prompt` (a psql prompt), `percent` (a `strftime` pattern). It can include
 * no other file.
 *
 * @throws operational `PGLIFT_TEMPLATE` for a syntax error, an undefined or null variable, or a value with a newline.
 */
export function renderNunjucks(template: Template, values: TemplateValues): string {
  const environment = new nunjucks.Environment([], {
    autoescape: false,
    throwOnUndefined: true,
    trimBlocks: true,
  })
  const filters = {
    conf: quoteConf,
    hba: (value: string) => hbaName(value, 'user'),
    ident: identName,
    percent: percentEscaped,
    prompt: escapePrompt,
  }
  for (const [name, filter] of Object.entries(filters)) {
    environment.addFilter(name, (value: unknown) => {
      if (value === undefined || value === null) throw new Error(`'${name}' is applied to no value`)
      return filter(String(value))
    })
  }
  const checked = checkedValues(template, values)
  try {
    return environment.renderString(template.text, checked)
  } catch (error) {
    throw templateError(template, firstReason(error as Error), error)
  }
}

/** The message without the name that nunjucks gives to a template without file. */
function firstReason({ message }: Error): string {
  return message.replace(/^\(unknown path\)\s*/, '').replace(/\s+/g, ' ')
}
