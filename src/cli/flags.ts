import { Flags } from '@oclif/core'

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

/** `--diff` and, hidden, `--ansible-diff`. */
export const diffOptions = {
  diff: Flags.boolean({ summary: 'Show the changes of files as unified diffs.' }),
  'ansible-diff': Flags.boolean({
    hidden: true,
    summary: "Show the changes of files in the form of Ansible's diff mode.",
  }),
}

/** `-f/--file`, the manifest of `apply`; `-` is standard input. */
export const manifestFile = {
  file: Flags.string({ char: 'f', required: true, helpValue: 'MANIFEST', summary: 'Manifest, in YAML.' }),
}
