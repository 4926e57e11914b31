import { type LifecycleHooks, Stage } from '../../host/hooks.js'
import { findTemplate } from '../../settings/find-template.js'
import { format, parseFormat } from '../../settings/format-string.js'
import { renderText } from '../../settings/render.js'
import type { SiteTemplates } from '../../settings/templates.js'
import type { SiteSettings } from '../../settings/types.js'
import { controlFile } from '../steps/control-file.js'
import { rewindMarker } from '../steps/rewind-marker.js'

const UNIT = 'pglift-postgresql@.service'

/** `'it'\''s'`: one word of sh. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`

/** A word of sh from a template of the settings: `{version}` and `{name}` are the shell's variables. */
function word(template: string): string {
  return parseFormat(template)
    .map((part) => (part.kind === 'text' ? quoted(part.text) : `"$${part.name}"`))
    .join('')
}

function programDirectories({ postgresql: { bindir, versions } }: SiteSettings): string {
  const found = (version: string) => (bindir === null ? undefined : format(bindir, () => version))
  const listed = versions
    .filter(({ version, bindir: own }) => own !== found(version))
    .map(({ version, bindir: own }) => `${version}) bindir=${quoted(own)} ;;`)
  const others = bindir === null ? [] : [`*) bindir=${word(bindir)} ;;`]
  return `case $version in ${[...listed, ...others].join(' ')} esac`
}

/**
 * Script for sh that becomes the server of the instance that its first argument names, `15/main`: without a pglift
 * process in between, and without a file for each instance.
 */
export function serverScript(settings: SiteSettings): string {
  const { run_prefix, postgresql } = settings
  const { socket_directory, datadir } = postgresql
  const sockets = `${socket_directory}/`.startsWith(`${run_prefix}/`)
    ? [`mkdir -p -m 755 ${quoted(socket_directory)}`]
    : []
  const [marker, control] = [word(rewindMarker(datadir)), word(controlFile(datadir))]
  return [
    // biome-ignore lint/suspicious/noTemplateCurlyInString: of the shell
    'version=${1%%/*} name=${1#*/}',
    programDirectories(settings),
    ...sockets,
    `if [ -e ${marker} ] && [ "$(cat ${marker})" = "$(stat -c '%i %W' ${control})" ]`,
    `then echo "$1 is half rewound: see 'pglift instance get $1'" >&2; exit 1; fi`,
    `exec "$bindir/postgres" -D ${word(datadir)}`,
  ].join('; ')
}

/**
 * Lines that make the kernel, out of memory, choose a backend (PostgreSQL docs, "Linux Memory Overcommit"). A user's
 * service manager can't protect the postmaster, but backends may offer themselves.
 */
function oomLines(ofSystem: boolean): string[] {
  const file = 'Environment=PG_OOM_ADJUST_FILE=/proc/self/oom_score_adj'
  return ofSystem
    ? ['OOMScoreAdjust=-900', file, 'Environment=PG_OOM_ADJUST_VALUE=0']
    : [file, 'Environment=PG_OOM_ADJUST_VALUE=300']
}

/** Contributes the unit of PostgreSQL's servers and the directory of their sockets, after all those of components. */
export function contributeServerUnit(
  hooks: Pick<LifecycleHooks, 'siteUnits'>,
  templates: SiteTemplates,
): void {
  const { settings } = templates
  const { socket_directory } = settings.postgresql
  hooks.siteUnits.tapPromise(
    { name: 'pglift', stage: Stage.last },
    async ({ values, command, units, runtimeDirectories }) => {
      const argv = ['/bin/sh', '-c', serverScript(settings), 'postgresql', '{id}']
      const start = command(argv, { id: '%I' })
      const oom = oomLines(values.executeas.length > 0)
      const content = async () =>
        renderText(await findTemplate(templates, `systemd/${UNIT}`), { ...values, start, oom })
      units.push({ name: UNIT, content })
      runtimeDirectories.push({ name: 'postgresql', path: socket_directory, mode: 0o755 })
    },
  )
}
