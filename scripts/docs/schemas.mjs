const code = (text) => `\`${text}\``
const json = (value) => code(JSON.stringify(value))

/** A cell of a table. */
const cell = (text) => text.replaceAll('|', '\\|').replaceAll('\n', ' ')

function row(cells) {
  return `| ${cells.map(cell).join(' | ')} |`
}

export function table(head, rows) {
  return [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n')
}

/** What a value may be, in words. */
function kind(schema) {
  if (schema.enum !== undefined)
    return schema.enum.map((value) => (value === null ? 'null' : code(value))).join(', ')
  if (schema.const !== undefined) return json(schema.const)
  if (schema.anyOf !== undefined) return [...new Set(schema.anyOf.map(kind))].join(' or ')
  const types = [schema.type].flat().map((type) => {
    if (type === 'array') return `list of ${kind(schema.items)}`
    if (type === 'string' && schema['x-settings']?.path !== undefined) return 'path'
    return type === 'object' ? 'mapping' : type
  })
  return types.join(' or ')
}

const isMapping = (schema) => schema.properties !== undefined

/** The mapping in a schema: itself, an item of a list, or one of several forms. */
function mappingOf(schema) {
  if (schema === undefined) return undefined
  if (isMapping(schema)) return schema
  return mappingOf(schema.items) ?? schema.anyOf?.map(mappingOf).find((form) => form !== undefined)
}

function describe({ description = '', examples = [] }) {
  const example = examples.length > 0 ? ` E.g. ${json(examples[0])}.` : ''
  return `${description}${example}`
}

function shownDefault({ default: byDefault }) {
  return byDefault === undefined ? '' : json(byDefault)
}

/** Settings of a section as rows (path, kind, default, description), those of sections in it by their path. */
export function settingRows(schema, prefix = '') {
  return Object.entries(schema.properties).flatMap(([name, field]) => {
    const path = `${prefix}${name}`
    if (isMapping(field)) return settingRows(field, `${path}.`)
    return [[code(path), kind(field), shownDefault(field), describe(field)]]
  })
}

/** Where settings are read from. */
export const SETTINGS_TEXT = `\`settings.yaml\` is looked for in \`$PGLIFT_CONFIG_DIR\` alone when that is set, else in \`~/.config/pglift\`, then in
\`/etc/pglift\`. A variable of the environment wins over it: \`PGLIFT_\` and the path of the setting, levels joined by two
underscores (\`PGLIFT_POSTGRESQL__AUTH__LOCAL=peer\`). \`pglift site-settings\` prints what holds, \`--show-origin\` where
it comes from, \`--schema\` the JSON schema of which this page is made.

Relative paths are below \`<prefix>/etc\`, \`<prefix>/srv\`, \`<prefix>/log\` or \`run_prefix\`, whichever fits the setting.
`

/** A page on all site settings, of their JSON schema. */
export function settingsPage({ properties }) {
  const sections = Object.entries(properties).filter(([, field]) => isMapping(field))
  const top = Object.fromEntries(Object.entries(properties).filter(([, field]) => !isMapping(field)))
  const head = ['setting', 'value', 'default', 'what it is']
  const parts = [
    `## Top level\n\n${table(head, settingRows({ properties: top }))}\n`,
    ...sections.map(
      ([name, field]) => `## ${code(name)}\n\n${table(head, settingRows(field, `${name}.`))}\n`,
    ),
  ]
  return [`# Site settings\n\n${SETTINGS_TEXT}`, ...parts].join('\n')
}

function traits({ readOnly, writeOnly }) {
  if (readOnly) return ' Read only.'
  return writeOnly ? ' Write only.' : ''
}

/** Fields of an object as rows (path, kind, default, description), those of mappings and of lists of mappings below their own. */
export function fieldRows(schema, prefix = '') {
  const required = schema.required ?? []
  return Object.entries(schema.properties).flatMap(([name, field]) => {
    const path = `${prefix}${name}`
    const byDefault = required.includes(name) ? 'required' : shownDefault(field)
    const own = [code(path), kind(field), byDefault, describe(field) + traits(field)]
    const inner = mappingOf(field)
    if (inner === undefined) return [own]
    return [own, ...fieldRows(inner, `${path}${isMapping(field) ? '.' : '[].'}`)]
  })
}

/** How a manifest is read. */
export const MANIFESTS_TEXT = `\`pglift instance apply -f FILE\`, \`role apply\` and \`database apply\` take a YAML file of these fields, \`-\` being
standard input. The manifest says what the object is to be: a field that is left out takes its default, also when the
object exists. But what is in a list (roles, databases, slots, memberships …) is not everything there may be: what it does
not name stays, and goes when it is named with \`state: absent\`. A password or the owner of a database that is left out
stays as well. \`--schema\` of each group (\`pglift role --schema\`) prints the JSON schema of which this page is made.
`

/** A page on the fields of manifests, of the JSON schemas of the objects. */
export function manifestsPage(schemas) {
  const head = ['field', 'value', 'default', 'what it is']
  const parts = schemas.map((schema) => `## ${schema.title}\n\n${table(head, fieldRows(schema))}\n`)
  return [`# Manifests\n\n${MANIFESTS_TEXT}`, ...parts].join('\n')
}
