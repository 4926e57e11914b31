import { hbaName } from '../postgresql/hba/record.js'
import { identName } from '../postgresql/ident.js'
import { normaliseConfLine, renderConfLine } from './conf-template.js'
import type { Template } from './find-template.js'
import { FormatSyntaxError, parseFormat } from './format-string.js'
import { escapePrompt, escapePsql } from './psql-quoting.js'
import { placeholderText, type TemplateValues, templateError } from './template-values.js'

/** Puts one line of a format template together; `text` gives a placeholder's value, not quoted. */
type LineRenderer = (line: string, text: (name: string) => string) => string

/**
 * Renders a template of postgresql.conf, or of a part of it. What comes out is what PostgreSQL's own parser takes: a value
 * that a placeholder stands in, or that PostgreSQL would not read bare (`25%`, a path), is in quotes.
 *
 * @throws operational `PGLIFT_TEMPLATE` that names the file, and the line or the placeholder.
 */
export async function renderPostgresqlConf(template: Template, values: TemplateValues): Promise<string> {
  const text = await render(template, values, renderConfLine)
  return template.language === 'nunjucks' ? eachLine({ ...template, text }, normaliseConfLine) : text
}

/** Renders a template of a file that pglift has no grammar of: values stand as they are. Throws as above. */
export function renderText(template: Template, values: TemplateValues): Promise<string> {
  return render(template, values, (line, text) =>
    parseFormat(line)
      .map((part) => (part.kind === 'placeholder' ? text(part.name) : part.text))
      .join(''),
  )
}

/** Renders a template of pg_hba.conf, names in quotes where they need them. Throws as above, and `PGLIFT_HBA_NAME`. */
export function renderHba(template: Template, values: TemplateValues): Promise<string> {
  const asName = (value: string) => hbaName(value, 'user')
  return render(template, values, (line, text) =>
    renderQuotable(line, text, '"', { asName, inQuotes: doubled }),
  )
}

/** Renders a template of pg_ident.conf, names in quotes where they need them. Throws as above, and `PGLIFT_IDENT_NAME`. */
export function renderIdent(template: Template, values: TemplateValues): Promise<string> {
  return render(template, values, (line, text) =>
    renderQuotable(line, text, '"', { asName: identName, inQuotes: doubled }),
  )
}

/** Renders a template of psqlrc, values escaped for the quotes and prompts that they stand in. Throws as above. */
export function renderPsqlrc(template: Template, values: TemplateValues): Promise<string> {
  return render(template, values, (line, text) => {
    const inQuotes = /^\s*\\set\s+PROMPT/.test(line) ? escapePrompt : escapePsql
    return renderQuotable(line, text, "'", { asName: (value) => `'${inQuotes(value)}'`, inQuotes })
  })
}

async function render(template: Template, values: TemplateValues, renderLine: LineRenderer): Promise<string> {
  if (template.language === 'nunjucks') {
    const { renderNunjucks } = await import('./nunjucks.js')
    return renderNunjucks(template, values)
  }
  return eachLine(template, (line) => renderLine(line, (name) => placeholderText(template, values, name)))
}

function eachLine(template: Template, renderLine: (line: string) => string): string {
  const lines = template.text.split(/\r?\n/).map((line, index) => {
    try {
      return renderLine(line)
    } catch (error) {
      if (!(error instanceof FormatSyntaxError)) throw error
      throw templateError(template, `line ${index + 1}: ${error.message}`, error)
    }
  })
  return lines.join('\n')
}

interface Quoting {
  /** A value that stands outside of quotes. */
  asName(value: string): string
  inQuotes(value: string): string
}

function doubled(value: string): string {
  return value.replaceAll('"', '""')
}

function renderQuotable(
  line: string,
  text: (name: string) => string,
  quote: string,
  quoting: Quoting,
): string {
  let quoted = false
  const parts = parseFormat(line).map((part) => {
    if (part.kind === 'placeholder')
      return quoted ? quoting.inQuotes(text(part.name)) : quoting.asName(text(part.name))
    if (part.text.split(quote).length % 2 === 0) quoted = !quoted
    return part.text
  })
  return parts.join('')
}
