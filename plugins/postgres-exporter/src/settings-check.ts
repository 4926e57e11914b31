import type { Fault } from '@pglift/sdk'
import type { ExporterSettings } from './settings.js'

const OPTION = /^[a-z][A-Za-z0-9]*([._-][A-Za-z0-9_]+)*$/
/** What a word of `POSTGRES_EXPORTER_OPTS` can hold: it is split at blanks, and quotes and backslashes mean something. */
const WORD = /^[^\s'"\\]+$/u
const LABEL = /^(?!__)[A-Za-z_][A-Za-z0-9_]*$/

/** Options that can't be given, with what to do instead. */
const OWN: Readonly<Record<string, string>> = {
  'web.listen-address':
    "is set by pglift itself: see 'prometheus.listen_address' and the port of the instance",
  'web.systemd-socket': 'is at odds with the port of the instance',
  'web.config.file': "is set by pglift itself: see 'prometheus.web_config_file'",
  'metric-prefix': "would hide the metric 'pg_up', which pglift looks for",
  constantLabels: "would hide the metric 'pg_up', which pglift looks for: see 'prometheus.labels'",
  version: 'makes no exporter',
  help: 'makes no exporter',
  dumpmaps: 'makes no exporter',
}

/** Labels of targets that pglift sets. */
const OWN_LABELS: ReadonlySet<string> = new Set(['instance', 'version', 'name', 'cluster'])

const fault = (loc: Fault['loc'], msg: string, input?: unknown): Fault => ({
  type: 'value_error',
  loc: ['prometheus', ...loc],
  msg,
  input,
})

function isMapping(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}

function optionFaults({ options }: { readonly options: unknown }): Fault[] {
  if (!isMapping(options)) return [fault(['options'], 'expecting a mapping of options', options)]
  return Object.entries(options).flatMap(([name, value]) => {
    const at = (msg: string) => [fault(['options', name], msg, value)]
    if (!OPTION.test(name)) return at(`'${name}' is not the name of an option`)
    const own = OWN[name.replace(/^no-/, '')]
    if (own !== undefined) return at(`option '${name}' ${own}`)
    if (typeof value === 'boolean') return []
    return WORD.test(String(value)) ? [] : at('expecting text without blanks, quotes and backslashes')
  })
}

function labelFaults({ labels }: { readonly labels: unknown }): Fault[] {
  if (!isMapping(labels)) return [fault(['labels'], 'expecting a mapping of labels', labels)]
  return Object.entries(labels).flatMap(([name, value]) => {
    const at = (msg: string) => [fault(['labels', name], msg, value)]
    if (!LABEL.test(name)) return at(`'${name}' is not the name of a label`)
    return OWN_LABELS.has(name) ? at(`label '${name}' is set by pglift itself`) : []
  })
}

function textFaults({ role, listen_address, target_host, ...paths }: ExporterSettings): Fault[] {
  const { web_config_file, configpath } = paths
  const words = { listen_address, target_host, web_config_file }
  const faults = Object.entries(words).flatMap(([key, value]) =>
    value === null || WORD.test(value)
      ? []
      : [fault([key], 'must not hold blanks, quotes and backslashes', value)],
  )
  const bytes = Buffer.byteLength(role)
  // postgres_exporter ends when its connection string holds a blank, and prints all of it.
  if (!WORD.test(role) || bytes > 63)
    faults.push(fault(['role'], 'must not hold blanks, quotes and backslashes, nor more than 63 bytes', role))
  if (/[\s*?[\]"'\\]/.test(configpath))
    faults.push(
      fault(
        ['configpath'],
        "must not hold blanks, quotes, backslashes, nor '*', '?', '[' and ']'",
        configpath,
      ),
    )
  return faults
}

/** Faults of the section that its schema can't tell; `superuser`: the site's. Pure. */
export function settingsFaults(section: ExporterSettings, superuser: string): Fault[] {
  const { role } = section
  const isSuperuser = role === superuser
  return [
    ...(isSuperuser ? [fault(['role'], `'${role}' is the superuser of the instances`, role)] : []),
    ...textFaults(section),
    ...optionFaults(section),
    ...labelFaults(section),
  ]
}
