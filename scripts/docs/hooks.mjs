import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseSync } from 'oxc-parser'
import { ROOT } from '../tree.mjs'

const INTRODUCTION = `# Lifecycle hooks

What a component can tap, in the order of \`src/host/hooks.ts\`, of which this page is made. "First answer": the tap that
answers \`true\` has done it, and the host leaves its own way. "Collects": the other taps run although one fails, and all
errors are told at the end. Elsewhere a tap that throws ends the operation before anything was done.
`

/** The text of the documentation comment that ends before \`offset\`, in one line. */
function documentation(comments, text, offset) {
  const found = comments.findLast(({ end }) => end <= offset && text.slice(end, offset).trim() === '')
  if (found === undefined || !found.value.startsWith('*')) return ''
  return found.value
    .replaceAll(/^\s*\*\s?/gm, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
}

function members(file, name) {
  const text = readFileSync(join(ROOT, file), 'utf8')
  const { program, comments } = parseSync(file, text)
  const declaration = program.body
    .map((node) => node.declaration ?? node)
    .find((node) => node.id?.name === name)
  if (declaration === undefined) throw new Error(`${file}: no ${name}`)
  const inherited = (declaration.extends ?? []).flatMap(({ expression }) => members(file, expression.name))
  const own = declaration.body.body.map((member) => ({
    name: member.key.name,
    optional: member.optional === true,
    type: text.slice(member.start, member.end),
    annotation: member.typeAnnotation?.typeAnnotation,
    documentation: documentation(comments, text, member.start),
  }))
  return [...inherited, ...own]
}

/** `events.InstanceActionEvent` of `Series<events.InstanceActionEvent>`. */
function eventOf({ annotation }) {
  return annotation.typeArguments.params[0].typeName.right.name
}

/** One page: every hook with its documentation and what its event holds. */
export function hooksPage() {
  const sections = members('src/host/hooks.ts', 'LifecycleHooks').map((hook) => {
    const event = eventOf(hook)
    const first = hook.annotation.typeName.name === 'Bail' ? ' First answer.' : ''
    const fields = members('src/host/events.ts', event).map((field) => {
      const text = field.documentation === '' ? '' : `: ${field.documentation}`
      return `- \`${field.name}${field.optional ? '?' : ''}\`${text}`
    })
    return `## ${hook.name}\n\n${hook.documentation}${hook.documentation.includes('First answer') ? '' : first}\n\n\`${event}\`:\n\n${fields.join('\n')}\n`
  })
  return [INTRODUCTION, ...sections].join('\n')
}
