import { instanceProperties } from '../docs/components.mjs'
import { fieldRows, MANIFESTS_TEXT, SETTINGS_TEXT, settingRows } from '../docs/schemas.mjs'
import { nameSection } from './command-pages.mjs'
import { bold, definition, inline, page, paragraph, reference, section, title } from './roff.mjs'

/** A row of a reference page, of Markdown: `path (kind; default)` and what it is. */
function row([path, kind, byDefault, about]) {
  const isRequired = byDefault === 'required'
  const traits = [kind, isRequired ? byDefault : byDefault && `default ${byDefault}`].filter(Boolean)
  return definition(`${bold(path.replaceAll('`', ''))} (${inline(traits.join('; '))})`, about)
}

const text = (markdown) => markdown.split(/\n\s*\n/).map(paragraph)

const rows = (schema, prefix) => settingRows(schema, prefix).map(row)

/** `pglift-settings.5`, of the JSON schema of the settings. */
export function settingsPage({ properties }, { date, version }) {
  const isSection = ([, field]) => field.properties !== undefined
  const all = Object.entries(properties)
  const top = Object.fromEntries(all.filter((entry) => !isSection(entry)))
  const files = [
    ['~/.config/pglift/settings.yaml', 'Settings of one user.'],
    ['/etc/pglift/settings.yaml', 'Settings of the host, read when the user has none.'],
    [
      'postgresql/postgresql.conf',
      'Beside the settings, as are the other templates of the site: `pg_hba.conf`, `pg_ident.conf` and `psqlrc` in `postgresql/`, and those of components.',
    ],
  ]
  return page(
    title('pglift-settings', '5', date, version),
    nameSection('pglift-settings', 'site settings of pglift'),
    section('SYNOPSIS', bold('settings.yaml')),
    section(
      'DESCRIPTION',
      ...text(SETTINGS_TEXT),
      paragraph(
        'A component has a section of its own, which `pglift-COMPONENT`(7) describes, and which enables it.',
      ),
    ),
    section('SETTINGS', ...rows({ properties: top })),
    ...all.filter(isSection).map(([name, field]) => section(`SECTION ${name}`, ...rows(field, `${name}.`))),
    section('FILES', ...files.map(([path, about]) => definition(bold(path), about))),
    section(
      'SEE ALSO',
      [
        ['pglift', 1],
        ['pglift-site-settings', 1],
        ['pglift-manifest', 5],
      ]
        .map(reference)
        .join(',\n'),
    ),
  )
}

/** `pglift-manifest.5`, of the JSON schemas of the objects. */
export function manifestPage(schemas, { date, version }) {
  const also = ['pglift-apply', 'pglift-plan', 'pglift-export', 'pglift-instance-apply'].map((name) => [
    name,
    1,
  ])
  return page(
    title('pglift-manifest', '5', date, version),
    nameSection('pglift-manifest', 'manifests of instances, roles and databases'),
    section(
      'DESCRIPTION',
      ...text(MANIFESTS_TEXT),
      paragraph('`pglift apply` takes instances, one a document, or a list of them as `instances:`.'),
    ),
    ...schemas.map((schema) => section(`FIELDS OF ${schema.title}`, ...fieldRows(schema).map(row))),
    section('SEE ALSO', [['pglift', 1], ...also, ['pglift-settings', 5]].map(reference).join(',\n')),
  )
}

/** `pglift-COMPONENT.7`: what enables it, its settings, its fields of an instance's manifest, its commands. */
export function componentPage(component, { json, commands, date, version }) {
  const name = `pglift-${component.name}`
  const key = json.pglift.section
  const properties = instanceProperties(component)
  const options = `A field is also an option of \`pglift instance create\` and, when it can be changed, of \`pglift instance
alter\`: \`${key}: {port: 9188}\` is \`--${key}-port=9188\`.`
  return page(
    title(name, '7', date, version),
    nameSection(name, json.description),
    section(
      'DESCRIPTION',
      paragraph(`A component of \`pglift\`(1). It is installed by \`pglift plugins install ${json.name}\`, and enabled by the section
\`${key}\` of the settings; \`pglift site-configure install\` brings the site to what they say.`),
    ),
    section('SETTINGS', ...rows(component.section.schema, `${key}.`)),
    section(
      'FIELDS OF INSTANCES',
      ...(Object.keys(properties).length > 0 ? [paragraph(options.replaceAll('\n', ' '))] : []),
      ...fieldRows({ properties }).map(row),
    ),
    section('COMMANDS', ...commands),
    section(
      'SEE ALSO',
      [
        ['pglift', 1],
        ['pglift-settings', 5],
        ['pglift-manifest', 5],
      ]
        .map(reference)
        .join(',\n'),
    ),
  )
}
