import { Flags } from '@oclif/core'
import { SUPPORTED_VERSIONS } from '../../postgresql/versions.js'

const VERSIONS = [...SUPPORTED_VERSIONS].reverse()

/** `--version`, a major of PostgreSQL. */
export function versionOption(summary: string) {
  return { version: Flags.option({ options: VERSIONS, helpValue: `[${VERSIONS.join('|')}]`, summary })() }
}

/** `-o/--output-format json`, for commands that print a result. */
export const outputFormat = {
  'output-format': Flags.option({
    char: 'o',
    options: ['json'] as const,
    helpValue: '[json]',
    summary: 'Specify the output format.',
  })(),
}

/** `-i/--instance`, for commands of a group that works on one instance. */
export const instanceOption = {
  instance: Flags.string({
    char: 'i',
    helpValue: '<version>/<name>',
    summary:
      'Instance identifier; the <version>/ prefix may be omitted if there is only one instance matching <name>.',
  }),
}

/** `--dry-run`, for commands that change something. */
export const dryRun = {
  'dry-run': Flags.boolean({ summary: 'Only say what would be done.' }),
}

/** Hidden, for Ansible's check mode: as `--dry-run`, which has no result to tell. */
export const ansibleCheck = {
  'ansible-check': Flags.boolean({
    hidden: true,
    summary: 'Do nothing, but tell the result as if it were done.',
  }),
}

/** `--diff` and, hidden, `--ansible-diff`. */
export const diffOptions = {
  diff: Flags.boolean({ summary: 'Show the changes of files as unified diffs.' }),
  'ansible-diff': Flags.boolean({
    hidden: true,
    summary: "Show the changes of files in the form of Ansible's diff mode.",
  }),
}

/** What `--dry-run`, `--ansible-check`, `--diff` and `--ansible-diff` ask of an operation. */
export function changeOptions(flags: ChangeFlags): { dryRun: boolean; diff: boolean } {
  return {
    dryRun: flags['dry-run'] === true || flags['ansible-check'] === true,
    diff: flags.diff === true || flags['ansible-diff'] === true,
  }
}

interface ChangeFlags {
  readonly 'dry-run'?: boolean
  readonly 'ansible-check'?: boolean
  readonly diff?: boolean
  readonly 'ansible-diff'?: boolean
}

/** `--schema` and, hidden, `--ansible-argspec`; `what` has a model. */
export function modelFlags(what: string) {
  return {
    schema: Flags.boolean({ summary: `Print the JSON schema of the ${what} and exit.` }),
    'ansible-argspec': Flags.boolean({ hidden: true, summary: 'Print the Ansible argument spec and exit.' }),
  }
}

/** `-f/--file`, the manifest of `apply`; `-` is standard input. */
export const manifestFile = {
  file: Flags.string({ char: 'f', required: true, helpValue: 'MANIFEST', summary: 'Manifest, in YAML.' }),
}

/** Options of the hidden `apply` commands, which Ansible's modules call. */
export const applyFlags = { ...manifestFile, ...diffOptions, ...dryRun, ...ansibleCheck }
