import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../tree.mjs'
import { members } from './declarations.mjs'

const INTRODUCTION = `# Kinds of steps

What the plan of a component may hold besides the component's own kinds: \`plan.step(kind, arguments, { title })\`. For files and
directories \`Plan\` has methods of its own. Made from the declarations of the performers; the types that stand here are those
of \`@pglift/sdk\`.

| kind | arguments | |
|---|---|---|
`

/** The files whose kinds `src/index.ts` makes public. */
function publicFiles() {
  const text = readFileSync(join(ROOT, 'src/index.ts'), 'utf8')
  const paths = [...text.matchAll(/'\.\/(engine\/file-steps|operations\/steps\/[a-z-]+)\.js'/g)]
  return paths.map(([, path]) => `src/${path}.ts`)
}

function row({ name, type, documentation }) {
  const cell = (text) =>
    text
      .replaceAll(/([^{])\s*\n\s*(?!\})/g, '$1; ')
      .replaceAll(/;?\s*\n\s*/g, ' ')
      .replaceAll('|', '\\|')
  return `| \`${name}\` | \`${cell(type)}\` | ${cell(documentation)} |`
}

/** One page: the kinds of steps that anybody may plan. */
export function stepsPage() {
  const kinds = publicFiles().flatMap((file) => members(file, 'StepKinds'))
  return `${INTRODUCTION}${kinds.map(row).join('\n')}\n`
}
